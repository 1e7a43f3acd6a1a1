using System.Security.Cryptography;
using Anchor.Crypto;

namespace Anchor.Protocols.Tests;

public sealed class Ed25519Tests
{
    /// <summary>Every way to write a point whose order divides eight: the seven y of such points, each with both sign bits.</summary>
    private static readonly byte[][] SmallOrderPoints =
    [
        .. new[]
        {
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        }.SelectMany(hex => new[] { Point(hex, 0), Point(hex, 0x80) }),
    ];

    [Fact]
    public void Every_vector_signs_and_verifies_and_its_damaged_signature_does_not()
    {
        foreach (var vector in Vectors.Root.GetProperty("ed25519").EnumerateArray())
        {
            var message = Convert.FromHexString(vector.Text("message"));
            var publicKey = Convert.FromHexString(vector.Text("publicKey"));
            using var key = Ed25519PrivateKey.FromSeed(Convert.FromHexString(vector.Text("seed")));
            var signature = new byte[Ed25519.SignatureSize];
            key.Sign(message, signature);

            Assert.Equal(publicKey, key.PublicKey.ToArray());
            Assert.Equal(vector.Text("signature"), Convert.ToHexStringLower(signature));
            Assert.True(Ed25519.Verify(publicKey, message, signature));
            Assert.False(Ed25519.Verify(publicKey, message, Convert.FromHexString(vector.Text("badSignature"))));
            Assert.False(Ed25519.Verify(publicKey, [.. message, 0], signature));
            Assert.False(Ed25519.Verify(publicKey, message, signature.AsSpan(0, 63)));
            Assert.False(Ed25519.Verify(publicKey.AsSpan(1), message, signature));
        }
    }

    /// <summary>RFC 8032, 7.1, tests 1 to 3.</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    )]
    public void The_rfcs_own_tests_pass(string seed, string message, string signature)
    {
        using var key = Ed25519PrivateKey.FromSeed(Convert.FromHexString(seed));
        var made = new byte[Ed25519.SignatureSize];
        key.Sign(Convert.FromHexString(message), made);

        Assert.Equal(signature, Convert.ToHexStringLower(made));
    }

    [Fact]
    public void No_signature_under_a_key_of_small_order_or_with_such_a_point_is_accepted()
    {
        var accepted = 0;
        var message = new byte[8];
        foreach (var publicKey in SmallOrderPoints)
        {
            foreach (var point in SmallOrderPoints)
            {
                for (byte i = 0; i < 64; i++)
                {
                    message[0] = i;
                    byte[] signature = [.. point, .. new byte[32]];
                    accepted += Ed25519.Verify(publicKey, message, signature) ? 1 : 0;
                }
            }
        }

        Assert.Equal(0, accepted);
    }

    [Fact]
    public void A_scalar_raised_by_the_groups_order_is_refused()
    {
        using var pair = KeyPair.FromSeed(new byte[32]);
        var good = pair.Sign("x"u8);
        var raised = (byte[])good.Clone();
        var order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        var carry = 0;
        for (var i = 0; i < 32; i++)
        {
            carry += raised[32 + i] + order[i];
            raised[32 + i] = (byte)carry;
            carry >>= 8;
        }

        Assert.True(pair.Account.Verify("x"u8, good));
        Assert.False(pair.Account.Verify("x"u8, raised));
    }

    [Theory]
    [InlineData(0xec, 0xff, true)]
    [InlineData(0xed, 0xff, false)]
    [InlineData(0xff, 0xff, false)]
    [InlineData(0xff, 0xfe, true)]
    public void A_key_is_canonical_below_the_fields_prime(byte low, byte middle, bool isCanonical)
    {
        foreach (var top in new byte[] { 0x7f, 0xff })
        {
            byte[] key = [low, .. Enumerable.Repeat((byte)0xff, 29), middle, top];
            Assert.Equal(isCanonical, EdwardsEncoding.IsCanonical(key));
        }
    }

    [Fact]
    public void The_keys_of_the_vectors_come_from_their_secrets()
    {
        foreach (var vector in Vectors.Root.GetProperty("keys").EnumerateArray())
        {
            using var pair = KeyPair.FromSecret(vector.Text("secret"));
            Assert.Equal(vector.Text("account"), pair.Account.ToString());
            Assert.Equal(vector.Text("account"), pair.ToString());
            Assert.Equal(vector.Text("secret"), pair.ExportSecret());
            Assert.Equal(vector.Text("publicKey"), pair.Account.Key.ToHex());
        }
    }

    [Fact]
    public void One_key_signs_for_many_threads()
    {
        using var pair = KeyPair.FromSeed(new byte[32]);
        var expected = pair.Sign("same"u8);
        Parallel.For(0, 2000, _ => Assert.Equal(expected, pair.Sign("same"u8)));
    }

    [Fact]
    public void A_random_key_is_another_one_each_time()
    {
        using var random = RandomNumberGenerator.Create();
        using var first = KeyPair.Random(random);
        using var second = KeyPair.Random(random);

        Assert.NotEqual(first.Account, second.Account);
        Assert.True(first.Account.Verify("m"u8, first.Sign("m"u8)));
    }

    [Fact]
    public void A_disposed_key_signs_no_more()
    {
        var pair = KeyPair.FromSeed(new byte[32]);
        pair.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pair.Sign("m"u8));
    }

    private static byte[] Point(string hex, byte sign)
    {
        var point = Convert.FromHexString(hex);
        point[31] |= sign;
        return point;
    }
}
