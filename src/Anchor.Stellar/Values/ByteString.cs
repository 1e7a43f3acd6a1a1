using System.Text;

namespace Anchor.Stellar;

/// <summary>Immutable bytes with value equality; XDR strings and opaques, which need not be UTF-8.</summary>
public readonly struct ByteString : IEquatable<ByteString>
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly byte[]? _bytes;

    public ByteString(ReadOnlySpan<byte> bytes) => _bytes = bytes.IsEmpty ? null : bytes.ToArray();

    public int Length => _bytes?.Length ?? 0;

    public bool IsEmpty => Length == 0;

    public ReadOnlySpan<byte> Span => _bytes;

    public static ByteString FromUtf8(string text) => new(Encoding.UTF8.GetBytes(text));

    public static ByteString FromHex(string hex) => new(Convert.FromHexString(hex));

    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);

    /// <summary>The text these bytes spell, or null when they are not UTF-8.</summary>
    public string? ToUtf8OrNull()
    {
        try
        {
            return StrictUtf8.GetString(Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    public byte[] ToArray() => Span.ToArray();

    public string ToHex() => Convert.ToHexStringLower(Span);

    public string ToBase64() => Convert.ToBase64String(Span);

    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public override string ToString() => ToHex();
}
