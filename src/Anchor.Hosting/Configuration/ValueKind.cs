using System.Collections.Immutable;
using System.Globalization;
using Anchor.Stellar;

namespace Anchor.Hosting.Configuration;

/// <summary>How a setting's text is read. <paramref name="Expected"/> completes the sentence "… is not …".</summary>
internal sealed record ValueKind<T>(string Expected, TryRead<T> TryRead);

internal delegate bool TryRead<T>(string text, out T value);

/// <summary>The kinds of values that settings have.</summary>
internal static class ValueKinds
{
    public static readonly ValueKind<string> Text = new(
        "text",
        static (text, out value) =>
        {
            value = text;
            return true;
        }
    );

    public static readonly ValueKind<Uri> Url = new(
        "an http or https URL",
        static (text, out value) =>
            Uri.TryCreate(text, UriKind.Absolute, out value!)
            && value.Scheme is "http" or "https"
            && value.Query.Length == 0
    );

    public static readonly ValueKind<bool> Flag = new(
        "on or off (1/0, true/false, yes/no)",
        static (text, out value) =>
        {
            value = text.ToUpperInvariant() is "ON" or "1" or "TRUE" or "YES";
            return value || text.ToUpperInvariant() is "OFF" or "0" or "FALSE" or "NO";
        }
    );

    /// <summary>A pause between two rounds; null is <c>off</c>.</summary>
    public static readonly ValueKind<TimeSpan?> Interval = new(
        "a number of seconds from 0.05 to 86400, or off",
        static (text, out value) =>
        {
            var isOff = text.Equals("off", StringComparison.OrdinalIgnoreCase);
            value = !isOff && TryReadSeconds(text, 0.05m, out var interval) ? interval : null;
            return isOff || value is not null;
        }
    );

    public static readonly ValueKind<TimeSpan> Seconds = new(
        "a number of seconds from 1 to 86400",
        static (text, out value) => TryReadSeconds(text, 1, out value)
    );

    public static readonly ValueKind<long> Stroops = new(
        "a number of stroops, at least 100",
        static (text, out value) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 100
    );

    public static readonly ValueKind<string> Seed = new(
        "a Stellar secret seed (S...)",
        static (text, out value) =>
        {
            value = text;
            return StrKey.TryDecode(text, StrKeyKind.Seed, stackalloc byte[32]);
        }
    );

    public static readonly ValueKind<string> Token = new(
        "a token of 32 to 256 letters, digits, dots, dashes or underscores",
        static (text, out value) =>
        {
            value = text;
            return text.Length is >= 32 and <= 256
                && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        }
    );

    /// <summary>Comma-separated or a JSON list, as Polaris' users write them.</summary>
    public static readonly ValueKind<ImmutableArray<string>> List = new(
        "a comma-separated list",
        static (text, out value) =>
        {
            value =
            [
                .. text.Trim('[', ']')
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(item => item.Trim('"', '\'')),
            ];
            return value.Length > 0;
        }
    );

    /// <summary>A file path; as in Django, three slashes begin a relative path and four an absolute one.</summary>
    public static readonly ValueKind<string> Database = new(
        "sqlite:///relative/file or sqlite:////absolute/file (other databases are not built yet)",
        static (text, out value) =>
        {
            const string Prefix = "sqlite:///";
            value = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : "";
            return value.Length > 0;
        }
    );

    private static bool TryReadSeconds(string text, decimal least, out TimeSpan value)
    {
        var fits =
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= least
            && seconds <= 86400;
        value = fits ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return fits;
    }
}
