using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Anchor.Hathor.Addresses;

/// <summary>A BIP-32 extended public key: it derives the public keys below it, and no private one.</summary>
public sealed class ExtendedPublicKey
{
    private const int SerializedLength = 78;
    private const uint FirstHardened = 0x8000_0000;
    private readonly CurvePoint _point;
    private readonly byte[] _chainCode;

    private ExtendedPublicKey(CurvePoint point, byte[] chainCode, int depth) =>
        (_point, _chainCode, Depth) = (point, chainCode, depth);

    /// <summary>How many steps below the master key; 3 for an account of BIP-44.</summary>
    public int Depth { get; }

    /// <summary>The compressed key.</summary>
    public byte[] PublicKey => _point.Compressed();

    /// <summary>Reads an <c>xpub...</c>, with the prefix of any network.</summary>
    public static bool TryParse(string text, out ExtendedPublicKey key)
    {
        key = null!;
        if (
            !Base58.TryDecodeChecked(text, out var bytes)
            || bytes.Length != SerializedLength
            || CurvePoint.Decompress(bytes.AsSpan(45)) is not { } point
        )
        {
            return false;
        }

        key = new ExtendedPublicKey(point, bytes[13..45], bytes[4]);
        return true;
    }

    /// <summary>The child of a place that is not hardened (BIP-32, CKDpub).</summary>
    public ExtendedPublicKey Child(uint index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, FirstHardened);
        var data = new byte[37];
        _point.Compressed().CopyTo(data, 0);
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), index);
        var hash = HMACSHA512.HashData(_chainCode, data);
        var factor = new BigInteger(hash.AsSpan(0, 32), isUnsigned: true, isBigEndian: true);
        return CurvePoint.TimesGenerator(factor) is { } offset && offset.Plus(_point) is { } child
            ? new ExtendedPublicKey(child, hash[32..], Depth + 1)
            // One in 2^127: BIP-32 tells to go on with the next index, which no wallet does.
            : throw new CryptographicException($"The key has no child {index}.");
    }
}
