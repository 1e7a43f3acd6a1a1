using System.Globalization;
using System.Text.Json;

namespace Anchor.Protocols.Tests;

public sealed class TransactionVectorTests
{
    public static TheoryData<int, string> Cases => Vectors.Cases(Vectors.Root.GetProperty("transactions"), "name");

    public static TheoryData<int, string> BadEnvelopes =>
        Vectors.Cases(Vectors.Root.GetProperty("badEnvelopes"), "name");

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_envelope_is_written_as_it_was_read(int index, string name)
    {
        var vector = Vectors.Transactions[index];
        var envelope = TransactionEnvelope.Decode(vector.Text("envelope"));

        Assert.Equal(vector.Text("envelope"), envelope.ToBase64());
        Assert.Equal(name, vector.Text("name"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_transaction_built_from_its_description_has_the_same_bytes(int index, string name)
    {
        var vector = Vectors.Transactions[index];
        var built = DescribedTransaction.Build(vector);

        Assert.Equal(vector.Text("envelope"), built.ToBase64());
        Assert.Equal(name, vector.Text("name"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_transactions_hash_and_signature_base_are_the_ones_signed(int index, string name)
    {
        var vector = Vectors.Transactions[index];
        var network = Vectors.Network(vector.Text("network"));
        var envelope = TransactionEnvelope.Decode(vector.Text("envelope"));
        var inner = envelope is FeeBumpEnvelope bump ? bump.FeeBump.Inner : (SimpleEnvelope)envelope;

        Assert.Equal(vector.Text("hash"), inner.Hash(network).ToHex());
        Assert.Equal(vector.Text("signatureBase"), Convert.ToBase64String(inner.Transaction.SignatureBase(network)));
        AssertSigned(inner, vector, inner.Hash(network));
        if (envelope is FeeBumpEnvelope outer)
        {
            var description = vector.GetProperty("feeBump");
            Assert.Equal(description.Text("hash"), outer.Hash(network).ToHex());
            Assert.Equal(
                description.Text("signatureBase"),
                Convert.ToBase64String(outer.FeeBump.SignatureBase(network))
            );
            AssertSigned(outer, description, outer.Hash(network));
        }

        Assert.Equal(name, vector.Text("name"));
    }

    [Fact]
    public void The_id_of_a_claimable_balance_is_known_before_it_exists()
    {
        var checkedIds = 0;
        foreach (var vector in Vectors.Transactions)
        {
            if (vector.Find("createdBalance") is not { } created)
            {
                continue;
            }

            var id = ClaimableBalanceId.Derive(
                MuxedAccount.Parse(vector.Text("source")).Account,
                long.Parse(vector.Text("sequence"), CultureInfo.InvariantCulture),
                created.GetProperty("operationIndex").GetInt32()
            );
            Assert.Equal(created.Text("balanceId"), id.ToString());
            checkedIds++;
        }

        Assert.True(checkedIds > 10);
    }

    [Theory]
    [MemberData(nameof(BadEnvelopes))]
    public void A_bad_envelope_is_refused_with_a_reason(int index, string name)
    {
        var vector = Vectors.Root.GetProperty("badEnvelopes")[index];

        Assert.False(TransactionEnvelope.TryDecode(vector.Text("envelope"), out _, out var error), name);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\n\n\n\n")]
    public void White_space_in_the_base64_is_refused(string space)
    {
        var good = Vectors.Transactions[0].Text("envelope");

        Assert.True(TransactionEnvelope.TryDecode(good, out _, out _));
        Assert.False(TransactionEnvelope.TryDecode(good + space, out _, out _));
        Assert.False(TransactionEnvelope.TryDecode(good.Insert(8, space), out _, out _));
    }

    [Fact]
    public void Any_cut_of_an_envelope_is_refused_and_never_throws_anything_else()
    {
        foreach (var vector in Vectors.Transactions)
        {
            var bytes = Convert.FromBase64String(vector.Text("envelope"));
            for (var length = 0; length < bytes.Length; length += 4)
            {
                var cut = Convert.ToBase64String(bytes.AsSpan(0, length));
                Assert.False(TransactionEnvelope.TryDecode(cut, out _, out _));
            }
        }
    }

    private static void AssertSigned(TransactionEnvelope envelope, JsonElement description, Hash256 hash)
    {
        var expected = description.GetProperty("signatures");
        Assert.Equal(expected.GetArrayLength(), envelope.Signatures.Length);
        foreach (var (signature, vector) in envelope.Signatures.Zip(expected.EnumerateArray()))
        {
            Assert.Equal(vector.Text("hint"), signature.Hint.ToString("x8", CultureInfo.InvariantCulture));
            Assert.Equal(vector.Text("signature"), signature.Signature.ToHex());
            Assert.True(signature.IsBy(SignerKey.Parse(vector.Text("signer")), hash));
            Assert.False(
                signature.IsBy(SignerKey.Parse(vector.Text("signer")), new Hash256(new byte[32]))
                    && signature.Signature.Length == 64
            );
        }
    }
}
