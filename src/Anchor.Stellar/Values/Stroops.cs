using System.Globalization;

namespace Anchor.Stellar;

/// <summary>Amounts of the ledger, 64-bit counts of 10^-7, as the decimal text that Horizon and the SEPs use.</summary>
public static class Stroops
{
    public const long PerUnit = 10_000_000;

    private const int Decimals = 7;

    /// <summary>Seven decimals, always: Horizon's form.</summary>
    public static string Format(long stroops)
    {
        var magnitude = stroops < 0 ? 0 - (ulong)stroops : (ulong)stroops;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(stroops < 0 ? "-" : "")}{magnitude / PerUnit}.{magnitude % PerUnit:D7}"
        );
    }

    /// <summary>Reads digits with at most seven decimals; no sign, exponent, separator or space, and nothing above the ledger's largest amount.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long stroops)
    {
        stroops = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || fraction.Length > Decimals)
        {
            return false;
        }

        long value = 0;
        if (!Append(whole, ref value) || !Append(fraction, ref value))
        {
            return false;
        }

        for (var i = fraction.Length; i < Decimals; i++)
        {
            if (!Append("0", ref value))
            {
                return false;
            }
        }

        stroops = value;
        return true;
    }

    public static long Parse(string text) =>
        TryParse(text, out var stroops) ? stroops : throw new FormatException("Not an amount.");

    private static bool Append(ReadOnlySpan<char> digits, ref long value)
    {
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c) || value > (long.MaxValue - (c - '0')) / 10)
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }
}
