using System.Security.Cryptography;

namespace Anchor.Protocols.Tests;

public sealed class SignerTests
{
    private static readonly Hash256 Hash = new(SHA256.HashData("a transaction"u8));

    /// <summary>The hints that @stellar/stellar-sdk's signPayloadDecorated gives (CAP-40).</summary>
    [Theory]
    [InlineData("1e", 0x7bb48b8c)]
    [InlineData("07b0", 0x62048b8c)]
    [InlineData("a1b2c3", 0xc406488c)]
    [InlineData("0102030405060708", 0x60b28c84)]
    [InlineData("ffffffff00000001ff", 0x65b48a73)]
    public void A_signed_payload_has_a_hint_of_its_own(string payload, uint hint)
    {
        using var pair = Pair();
        var signer = new SignedPayloadSignerKey(pair.Account, ByteString.FromHex(payload));
        var signature = new ByteString(pair.Sign(signer.Payload.Span));

        Assert.True(new DecoratedSignature(hint, signature).IsBy(signer, Hash));
        Assert.False(new DecoratedSignature(hint ^ 1, signature).IsBy(signer, Hash));
        var other = new SignedPayloadSignerKey(pair.Account, ByteString.FromHex(payload + "00"));
        Assert.False(new DecoratedSignature(hint, signature).IsBy(other, Hash));
    }

    [Fact]
    public void A_hash_signer_wants_its_preimage()
    {
        var preimage = ByteString.FromUtf8("open sesame");
        var signer = new HashXSignerKey(new Hash256(SHA256.HashData(preimage.Span)));

        Assert.True(new DecoratedSignature(signer.Hash.Hint, preimage).IsBy(signer, Hash));
        Assert.False(new DecoratedSignature(signer.Hash.Hint, ByteString.FromUtf8("open")).IsBy(signer, Hash));
        Assert.False(new DecoratedSignature(signer.Hash.Hint ^ 1, preimage).IsBy(signer, Hash));
    }

    [Fact]
    public void A_preauthorised_transaction_is_matched_by_no_signature()
    {
        using var pair = Pair();
        Assert.False(pair.Sign(Hash).IsBy(new PreAuthSignerKey(Hash), Hash));
    }

    [Fact]
    public void An_envelope_knows_who_signed_it_and_keeps_it_through_a_fee_bump()
    {
        using var pair = Pair();
        using var payer = KeyPair.FromSeed(new byte[32]);
        var transaction = new TransactionBuilder(pair.Account, 1, 100).Add(new InflationOperation()).Build();
        var inner = transaction.Sign(Network.Testnet, pair) with { IsV0 = true };
        var bump = inner.BumpFee(payer.Account, 400).Sign(Network.Testnet, payer);

        Assert.True(inner.IsSignedBy(pair.Account, inner.Hash(Network.Testnet)));
        Assert.False(inner.IsSignedBy(pair.Account, inner.Hash(Network.Public)));
        Assert.True(bump.IsSignedBy(payer.Account, bump.Hash(Network.Testnet)));
        Assert.False(bump.IsSignedBy(pair.Account, bump.Hash(Network.Testnet)));
        var read = Assert.IsType<FeeBumpEnvelope>(TransactionEnvelope.Decode(bump.ToBase64()));
        Assert.Equal(inner.Hash(Network.Testnet), read.FeeBump.Inner.Hash(Network.Testnet));
        Assert.True(read.FeeBump.Inner.IsSignedBy(pair.Account, inner.Hash(Network.Testnet)));
        Assert.False(read.FeeBump.Inner.IsV0);
    }

    [Fact]
    public void A_v0_envelope_has_no_room_for_newer_things()
    {
        using var pair = Pair();
        var muxed = new MuxedAccount(pair.Account, 1);
        var transaction = new TransactionBuilder(muxed, 1, 100).Add(new InflationOperation()).Build();
        Assert.Throws<InvalidOperationException>(() => new SimpleEnvelope(transaction, []) { IsV0 = true }.ToBase64());
    }

    private static KeyPair Pair() => KeyPair.FromSecret(Vectors.Root.GetProperty("keys")[0].Text("secret"));
}
