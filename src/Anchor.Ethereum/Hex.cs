using System.Globalization;
using System.Numerics;

namespace Anchor.Ethereum;

/// <summary>Bytes and numbers in hexadecimal digits as Ethereum's JSON-RPC writes them (execution-apis, "hex value encoding").</summary>
public static class Hex
{
    private const int MostDigits = 64;

    /// <summary>0x and two digits a byte, in small letters.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => $"0x{Convert.ToHexStringLower(bytes)}";

    /// <summary>0x and the fewest digits that say the number.</summary>
    public static string Quantity(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");
    }

    /// <inheritdoc cref="Quantity(long)"/>
    public static string Quantity(UInt256 number)
    {
        var digits = number.Value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : $"0x{digits}";
    }

    /// <summary>Null unless it is 0x and pairs of digits.</summary>
    public static byte[]? TryParse(string? text)
    {
        if (text is null || !text.StartsWith("0x", StringComparison.Ordinal) || text.Length % 2 != 0)
        {
            return null;
        }

        var bytes = new byte[(text.Length - 2) / 2];
        return TryParse(text, bytes) ? bytes : null;
    }

    /// <summary>The bytes of such a text.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static byte[] Parse(string text) =>
        TryParse(text) ?? throw new FormatException("Not 0x followed by pairs of hexadecimal digits.");

    /// <summary>Null unless it is 0x and digits without leading zeros, 256 bits at most.</summary>
    public static UInt256? TryParseQuantity(string? text)
    {
        if (
            text is null
            || text.Length < 3
            || text.Length > MostDigits + 2
            || !text.StartsWith("0x", StringComparison.Ordinal)
            || (text[2] == '0' && text.Length > 3)
            || text.AsSpan(2).ContainsAnyExcept(Digits)
        )
        {
            return null;
        }

        // The leading zero keeps the first digit from being read as a sign.
        return new UInt256(
            BigInteger.Parse($"0{text.AsSpan(2)}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        );
    }

    /// <summary>False unless it is 0x and exactly the digits of the bytes.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, Span<byte> bytes) =>
        text.Length == 2 + (2 * bytes.Length)
        && text.StartsWith("0x", StringComparison.Ordinal)
        && Convert.FromHexString(text[2..], bytes, out _, out var written) == System.Buffers.OperationStatus.Done
        && written == bytes.Length;

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create(
        "0123456789abcdefABCDEF"
    );
}
