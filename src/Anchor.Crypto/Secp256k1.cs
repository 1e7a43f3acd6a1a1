using Anchor.Crypto.Native;

namespace Anchor.Crypto;

/// <summary>The curve of Ethereum's and Bitcoin's keys (SEC 2, section 2.4.1).</summary>
public static class Secp256k1
{
    public const int PrivateKeySize = 32;

    /// <summary>A public key as x and y.</summary>
    public const int PublicKeySize = 64;

    /// <summary>A public key as one byte and x.</summary>
    public const int CompressedSize = 33;

    /// <summary>A message enters a signature as its hash.</summary>
    public const int HashSize = 32;

    internal const int UncompressedSize = 65;

    internal static ReadOnlySpan<byte> Order =>
        [
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xfe,
            0xba,
            0xae,
            0xdc,
            0xe6,
            0xaf,
            0x48,
            0xa0,
            0x3b,
            0xbf,
            0xd2,
            0x5e,
            0x8c,
            0xd0,
            0x36,
            0x41,
            0x41,
        ];

    internal static ReadOnlySpan<byte> HalfOrder =>
        [
            0x7f,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0xff,
            0x5d,
            0x57,
            0x6e,
            0x73,
            0x57,
            0xa4,
            0x50,
            0x1d,
            0xdf,
            0xe9,
            0x2f,
            0x46,
            0x68,
            0x1b,
            0x20,
            0xa0,
        ];

    /// <summary>Whether 32 bytes are a private key: between 1 and the order less one.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> key) =>
        key.Length == PrivateKeySize && key.ContainsAnyExcept((byte)0) && key.SequenceCompareTo(Order) < 0;

    /// <summary>The public key, x and y, that made the signature of a hash; null if none did.</summary>
    public static byte[]? Recover(ReadOnlySpan<byte> hash, Secp256k1Signature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (hash.Length != HashSize)
        {
            throw new ArgumentException("A hash has 32 bytes.", nameof(hash));
        }

        Span<byte> encoded = stackalloc byte[UncompressedSize];
        encoded[0] = (byte)(2 + signature.Parity);
        signature.R.CopyTo(encoded[1..]);
        if (!IsPrivateKey(signature.R) || !IsPrivateKey(signature.S))
        {
            return null;
        }

        using var curve = new Secp256k1Arithmetic();
        if (curve.Point(encoded[..CompressedSize]) is not { } point)
        {
            return null;
        }

        // Q = (s·R - z·G) / r
        var inverse = curve.Invert(curve.Number(signature.R));
        var fromHash = curve.Negate(curve.Multiply(curve.Number(hash), inverse));
        var fromPoint = curve.Multiply(curve.Number(signature.S), inverse);
        var key = curve.Combine(fromHash, point, fromPoint);
        if (Secp256k1Arithmetic.IsInfinity(key))
        {
            return null;
        }

        curve.WritePoint(key, encoded);
        return encoded[1..].ToArray();
    }

    /// <summary>A compressed public key moved by a multiple of the generator, which is how BIP 32 derives one from another; null where there is none.</summary>
    public static byte[]? AddMultiple(ReadOnlySpan<byte> compressed, ReadOnlySpan<byte> factor)
    {
        if (factor.Length != PrivateKeySize || factor.SequenceCompareTo(Order) >= 0)
        {
            return null;
        }

        using var curve = new Secp256k1Arithmetic();
        if (curve.Point(compressed) is not { } point)
        {
            return null;
        }

        ReadOnlySpan<byte> one = [1];
        var sum = curve.Combine(curve.Number(factor), point, curve.Number(one));
        if (Secp256k1Arithmetic.IsInfinity(sum))
        {
            return null;
        }

        var result = new byte[CompressedSize];
        curve.WritePoint(sum, result);
        return result;
    }
}

/// <summary>A signature that says of which of two possible points it is, so that the signer's key can be recovered from it.</summary>
/// <param name="R">32 bytes.</param>
/// <param name="S">32 bytes, at most half the order.</param>
/// <param name="Parity">0 or 1: whether y of the signature's point is odd.</param>
public sealed record Secp256k1Signature(byte[] R, byte[] S, int Parity);
