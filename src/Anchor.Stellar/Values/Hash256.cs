using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Anchor.Stellar;

/// <summary>Thirty-two bytes with value equality and no allocation: a hash, a pool id, a raw key.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Hash256
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException("Exactly 32 bytes are needed.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The last four bytes, big-endian: the signature hint of a key or of a hash.</summary>
    public uint Hint => (uint)_d;

    public static Hash256 FromHex(string hex) => new(Convert.FromHexString(hex));

    public static bool TryFromHex(string? hex, out Hash256 value)
    {
        Span<byte> bytes = stackalloc byte[Size];
        value = default;
        if (
            hex is not { Length: 2 * Size }
            || Convert.FromHexString(hex, bytes, out _, out _) != System.Buffers.OperationStatus.Done
        )
        {
            return false;
        }

        value = new Hash256(bytes);
        return true;
    }

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    public override string ToString() => ToHex();
}
