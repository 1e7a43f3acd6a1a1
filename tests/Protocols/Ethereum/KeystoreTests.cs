using System.Text.Json.Nodes;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.Keystores;

namespace Anchor.Protocols.Tests.Ethereum;

public sealed class KeystoreTests
{
    private static readonly string Password = EthereumVectors.Client.GetProperty("key").Text("password");

    [Theory]
    [InlineData("scrypt-8192")]
    [InlineData("scrypt-262144")]
    [InlineData("pbkdf2")]
    public void A_keystore_of_another_program_opens_with_its_password_alone(string name)
    {
        var json = EthereumVectors.Client.GetProperty("keystores").GetProperty(name).GetRawText();

        using var key = Assert.IsType<KeystoreOutcome.Opened>(KeystoreV3.Decrypt(json, Password)).Key;

        Assert.Equal(EthereumVectors.Account, EthereumAddress.Of(key));
        Assert.IsType<KeystoreOutcome.WrongPassword>(KeystoreV3.Decrypt(json, $"{Password} "));
    }

    [Fact]
    public void A_keystore_that_was_written_here_opens()
    {
        using var key = Secp256k1PrivateKey.FromBytes(EthereumVectors.PrivateKey);
        var entropy = new byte[KeystoreV3.EntropySize];
        new System.Random(7).NextBytes(entropy);

        var json = KeystoreV3.Encrypt(key, "pässword", 1024, entropy);

        using var opened = Assert.IsType<KeystoreOutcome.Opened>(KeystoreV3.Decrypt(json, "pässword")).Key;
        Assert.Equal(key.PublicKey, opened.PublicKey);
        Assert.DoesNotContain(Convert.ToHexStringLower(EthereumVectors.PrivateKey), json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("n", "2147483647")]
    [InlineData("n", "8191")]
    [InlineData("n", "0")]
    [InlineData("n", "1073741824")]
    [InlineData("r", "1000000")]
    [InlineData("p", "100000")]
    [InlineData("dklen", "16")]
    public void Unreasonable_demands_are_refused_before_any_work(string parameter, string value) =>
        AssertUnreadable(json => json["Crypto"]!["kdfparams"]![parameter] = int.Parse(value));

    [Fact]
    public void A_damaged_keystore_is_refused()
    {
        AssertUnreadable(json => json["version"] = 1);
        AssertUnreadable(json => json["Crypto"]!["cipher"] = "aes-128-cbc");
        AssertUnreadable(json => json["Crypto"]!["kdf"] = "argon2");
        AssertUnreadable(json => json["Crypto"]!["cipherparams"]!["iv"] = "00");
        AssertUnreadable(json => json["Crypto"]!["mac"] = "zz");
        AssertUnreadable(json => json.AsObject().Remove("Crypto"));
        AssertUnreadable(json => json["Crypto"]!.AsObject().Remove("kdfparams"));
        AssertUnreadable(json => json["address"] = "3535353535353535353535353535353535353535");
        Assert.IsType<KeystoreOutcome.Unreadable>(KeystoreV3.Decrypt("[]", Password));
        Assert.IsType<KeystoreOutcome.Unreadable>(KeystoreV3.Decrypt("null", Password));
    }

    private static void AssertUnreadable(Action<JsonNode> damage)
    {
        var json = JsonNode.Parse(
            EthereumVectors.Client.GetProperty("keystores").GetProperty("scrypt-8192").GetRawText()
        )!;
        damage(json);

        Assert.IsType<KeystoreOutcome.Unreadable>(KeystoreV3.Decrypt(json.ToJsonString(), Password));
    }
}
