using System.Globalization;

namespace Anchor.Protocols.Tests;

public sealed class StrKeyTests
{
    public static TheoryData<int, string> Valid => Vectors.Cases(Strkeys.GetProperty("valid"), "strkey");

    public static TheoryData<int, string> Invalid => Vectors.Cases(Strkeys.GetProperty("invalid"), "reason");

    private static System.Text.Json.JsonElement Strkeys => Vectors.Root.GetProperty("strkeys");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_key_is_read_and_written_the_same(int index, string text)
    {
        var vector = Strkeys.GetProperty("valid")[index];

        Assert.True(StrKey.TryDecode(text, out var kind, out var payload));
        Assert.Equal(vector.Text("type"), text[..1]);
        Assert.Equal(text, StrKey.Encode(kind, payload));
        if (vector.Find("payload") is { } expected)
        {
            Assert.Equal(expected.GetString(), Convert.ToHexStringLower(payload));
        }

        if (kind == StrKeyKind.MuxedAccount)
        {
            var muxed = MuxedAccount.Parse(text);
            Assert.Equal(text, muxed.ToString());
            if (vector.Find("id") is { } id)
            {
                Assert.Equal(id.GetString(), muxed.Id!.Value.ToString(CultureInfo.InvariantCulture));
                Assert.Equal(vector.Text("account"), muxed.Account.ToString());
            }
        }

        if (kind == StrKeyKind.SignedPayload && vector.Find("signedPayload") is { } signed)
        {
            var signer = Assert.IsType<SignedPayloadSignerKey>(SignerKey.Parse(text));
            Assert.Equal(signed.GetString(), signer.Payload.ToHex());
            Assert.Equal(vector.Text("account"), signer.Account.ToString());
            Assert.Equal(text, signer.ToString());
        }

        if (kind == StrKeyKind.ClaimableBalance)
        {
            Assert.Equal(text, ClaimableBalanceId.Parse(ClaimableBalanceId.Parse(text).ToString()).ToStrKey());
        }
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_key_is_refused(int index, string reason)
    {
        var text = Strkeys.GetProperty("invalid")[index].Text("strkey");

        Assert.False(StrKey.TryDecode(text, out _, out _), reason);
        Assert.False(AccountId.TryParse(text, out _), reason);
        Assert.False(MuxedAccount.TryParse(text, out _), reason);
        Assert.False(SignerKey.TryParse(text, out _), reason);
        Assert.False(KeyPair.TryFromSecret(text, out _), reason);
    }

    [Fact]
    public void No_change_of_one_character_gives_another_valid_key()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var key = Vectors.Root.GetProperty("keys")[0].Text("account");
        for (var i = 0; i < key.Length; i++)
        {
            foreach (var c in alphabet.Where(c => c != key[i]))
            {
                Assert.False(StrKey.TryDecode(string.Concat(key.AsSpan(0, i), [c], key.AsSpan(i + 1)), out _, out _));
            }
        }
    }

    [Fact]
    public void A_payload_that_does_not_fit_its_kind_is_a_bug_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => StrKey.Encode(StrKeyKind.Account, new byte[31]));
        Assert.Throws<ArgumentException>(() => StrKey.Encode((StrKeyKind)0x31, new byte[32]));
    }
}
