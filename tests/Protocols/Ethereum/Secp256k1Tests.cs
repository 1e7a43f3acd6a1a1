using System.Security.Cryptography;
using System.Text;
using Anchor.Crypto;
using Anchor.Ethereum;

namespace Anchor.Protocols.Tests.Ethereum;

public sealed class Secp256k1Tests
{
    // The cases that implementations of RFC 6979 on this curve exchange: SHA-256 of the text, signed with the key.
    [Theory]
    [InlineData(
        "0000000000000000000000000000000000000000000000000000000000000001",
        "Satoshi Nakamoto",
        "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8",
        "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5"
    )]
    [InlineData(
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
        "Satoshi Nakamoto",
        "fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0",
        "6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5"
    )]
    [InlineData(
        "f8b8af8ce3c7cca5e300d33939540c10d45ce001b8f252bfbc57ba0342904181",
        "Alan Turing",
        "7063ae83e7f62bbb171798131b4a0564b956930092b33b07b395615d9ec7e15c",
        "58dfcc1e00a35e1572f366ffe34ba0fc47db1e7189759b9fb233c5b05ab388ea"
    )]
    public void A_signature_is_the_deterministic_one_with_low_s(string key, string text, string r, string s)
    {
        using var signer = Secp256k1PrivateKey.FromBytes(Convert.FromHexString(key));

        var signature = signer.Sign(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(r, Convert.ToHexStringLower(signature.R));
        Assert.Equal(s, Convert.ToHexStringLower(signature.S));
    }

    [Fact]
    public void The_signers_key_is_recovered_from_every_signature()
    {
        var seed = Environment.TickCount;
        var random = new System.Random(seed);
        Span<byte> key = stackalloc byte[32];
        var hash = new byte[32];
        for (var i = 0; i < 100; i++)
        {
            random.NextBytes(key);
            random.NextBytes(hash);
            if (i == 0)
            {
                // A hash that is larger than the order is reduced, not refused.
                hash.AsSpan().Fill(0xff);
            }

            using var signer = Secp256k1PrivateKey.FromBytes(key);
            var signature = signer.Sign(hash);

            var recovered = Secp256k1.Recover(hash, signature);
            Assert.True(
                recovered.AsSpan().SequenceEqual(signer.PublicKey),
                $"seed {seed}, round {i}: {Convert.ToHexString(key)}"
            );
            Assert.True(signature.S[0] < 0x80);

            hash[i % 32] ^= 1;
            Assert.False(Secp256k1.Recover(hash, signature).AsSpan().SequenceEqual(signer.PublicKey));
        }
    }

    [Fact]
    public void A_key_out_of_range_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Secp256k1PrivateKey.FromBytes(new byte[32]));
        Assert.Throws<ArgumentException>(() =>
            Secp256k1PrivateKey.FromBytes(
                Hex.Parse("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
            )
        );
    }

    [Fact]
    public void The_address_of_a_key_is_ethereums()
    {
        using var key = Secp256k1PrivateKey.FromBytes(EthereumVectors.PrivateKey);

        Assert.Equal(EthereumVectors.Account, EthereumAddress.Of(key));
    }

    [Fact]
    public void Adding_a_multiple_of_the_generator_gives_the_key_of_the_sum()
    {
        byte[] seven = [.. new byte[31], 7];
        byte[] five = [.. new byte[31], 5];
        byte[] twelve = [.. new byte[31], 12];

        var sum = Secp256k1.AddMultiple(Compressed(seven), five);

        Assert.Equal(Compressed(twelve), sum);
        Assert.Null(Secp256k1.AddMultiple([5, .. Compressed(seven)[1..]], five));
    }

    private static byte[] Compressed(byte[] key)
    {
        using var signer = Secp256k1PrivateKey.FromBytes(key);
        return [(byte)(2 + (signer.PublicKey[^1] & 1)), .. signer.PublicKey[..32]];
    }
}
