using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Anchor.Crypto;
using Anchor.Ethereum.JsonRpc;

namespace Anchor.Ethereum;

/// <summary>32 bytes: a hash, a storage key, an ABI word.</summary>
[JsonConverter(typeof(Bytes32Converter))]
[StructLayout(LayoutKind.Auto)]
public readonly record struct Bytes32
{
    public const int Size = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    public Bytes32(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException("Not 32 bytes.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    public bool IsZero => (_a | _b | _c | _d) == 0;

    /// <summary>The Keccak-256 of a message.</summary>
    public static Bytes32 Keccak(ReadOnlySpan<byte> message)
    {
        Span<byte> hash = stackalloc byte[Size];
        Keccak256.Hash(message, hash);
        return new Bytes32(hash);
    }

    /// <summary>0x and 64 digits.</summary>
    public static bool TryParse(string? text, out Bytes32 value)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var parsed = Hex.TryParse(text, bytes);
        value = parsed ? new Bytes32(bytes) : default;
        return parsed;
    }

    /// <summary>0x and 64 digits.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static Bytes32 Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException("Not 0x and 64 hexadecimal digits.");

    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _d);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    public override string ToString() => Hex.Of(ToArray());
}
