using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;
using Anchor.Ethereum.JsonRpc;

namespace Anchor.Ethereum;

/// <summary>A number from 0 to 2^256 - 1. What would leave that range throws <see cref="OverflowException"/>.</summary>
[JsonConverter(typeof(UInt256QuantityConverter))]
public readonly record struct UInt256 : IComparable<UInt256>
{
    public const int Size = 32;

    private const int MostDecimalDigits = 78;

    public UInt256(BigInteger value)
    {
        Value =
            value.Sign >= 0 && value.GetBitLength() <= 256
                ? value
                : throw new OverflowException("Not a number of 256 bits without a sign.");
    }

    public static UInt256 Zero => default;

    public static UInt256 MaxValue { get; } = new((BigInteger.One << 256) - 1);

    public BigInteger Value { get; }

    public bool IsZero => Value.IsZero;

    /// <summary>At most 32 bytes, the most significant first.</summary>
    public static UInt256 FromBigEndian(ReadOnlySpan<byte> bytes) =>
        new(new BigInteger(bytes, isUnsigned: true, isBigEndian: true));

    /// <summary>Decimal digits and nothing else.</summary>
    public static bool TryParse(string? text, out UInt256 number)
    {
        number = default;
        if (
            string.IsNullOrEmpty(text)
            || text.Length > MostDecimalDigits
            || !BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value.GetBitLength() > 256
        )
        {
            return false;
        }

        number = new UInt256(value);
        return true;
    }

    public static implicit operator UInt256(ulong value) => new(value);

    public static explicit operator long(UInt256 value) => (long)value.Value;

    public static UInt256 operator +(UInt256 left, UInt256 right) => new(left.Value + right.Value);

    public static UInt256 operator -(UInt256 left, UInt256 right) => new(left.Value - right.Value);

    public static UInt256 operator *(UInt256 left, UInt256 right) => new(left.Value * right.Value);

    public static UInt256 operator /(UInt256 left, UInt256 right) => new(left.Value / right.Value);

    public static bool operator <(UInt256 left, UInt256 right) => left.Value < right.Value;

    public static bool operator >(UInt256 left, UInt256 right) => left.Value > right.Value;

    public static bool operator <=(UInt256 left, UInt256 right) => left.Value <= right.Value;

    public static bool operator >=(UInt256 left, UInt256 right) => left.Value >= right.Value;

    /// <summary>Writes exactly 32 bytes, the most significant first.</summary>
    public void WriteBigEndian(Span<byte> word)
    {
        var count = Value.GetByteCount(isUnsigned: true);
        word[..(Size - count)].Clear();
        Value.TryWriteBytes(word[(Size - count)..Size], out _, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The fewest bytes that say the number: none for zero, as RLP writes it.</summary>
    public byte[] ToMinimalBytes() => IsZero ? [] : Value.ToByteArray(isUnsigned: true, isBigEndian: true);

    public int CompareTo(UInt256 other) => Value.CompareTo(other.Value);

    /// <summary>In decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
