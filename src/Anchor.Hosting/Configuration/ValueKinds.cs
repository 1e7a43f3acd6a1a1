using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Anchor.Grains;
using Anchor.Stellar;

namespace Anchor.Hosting.Configuration;

/// <summary>The kinds of values that settings have.</summary>
internal static partial class ValueKinds
{
    private const int LongestDomain = 59;
    private static readonly SearchValues<char> Marks = SearchValues.Create("[]{}\"'");

    public static readonly ValueKind<string> Text = new(
        "text of one line",
        static (text, out value) =>
        {
            value = text;
            return !text.Any(char.IsControl);
        }
    );

    public static readonly ValueKind<Uri> Url = new(
        "an http or https URL",
        static (text, out value) =>
            Uri.TryCreate(text, UriKind.Absolute, out value!)
            && value.Scheme is "http" or "https"
            && value.Query.Length == 0
            && value.Fragment.Length == 0
            && value.UserInfo.Length == 0
    )
    {
        Explain = static text =>
            Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                ? "the URL must have no user name, no query and no fragment"
                : null,
    };

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

    public static readonly ValueKind<ExecuteOnMatch> When = new(
        "inline, distributed or poll",
        static (text, out value) =>
        {
            var names = Enum.GetNames<ExecuteOnMatch>();
            var index = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
            value = index < 0 ? default : Enum.GetValues<ExecuteOnMatch>()[index];
            return index >= 0;
        }
    );

    public static readonly ValueKind<TimeSpan> Seconds = new(
        "a number of seconds from 1 to 86400",
        static (text, out value) => TryReadSeconds(text, 1, out value)
    );

    public static readonly ValueKind<int> Count = new(
        "a whole number from 1 to 10000",
        static (text, out value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= 10000
    );

    public static readonly ValueKind<int> CountOrNone = new(
        "a whole number from 0 to 10000",
        static (text, out value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= 10000
    );

    /// <summary>One transaction opens them all, and holds at most 100 operations.</summary>
    public static readonly ValueKind<int> Channels = new(
        "a whole number from 0 to 100",
        static (text, out value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= 100
    );

    public static readonly ValueKind<long> Stroops = new(
        "a number of stroops from 100 to 4294967295",
        static (text, out value) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value is >= 100 and <= uint.MaxValue
    );

    public static readonly ValueKind<string> Passphrase = new(
        "a network's passphrase",
        static (text, out value) =>
        {
            value = text;
            return ExplainPassphrase(text) is null && !text.Any(char.IsControl);
        }
    )
    {
        Explain = ExplainPassphrase,
    };

    public static readonly ValueKind<string> Seed = new(
        "a Stellar secret seed (S...)",
        static (text, out value) =>
        {
            value = text;
            return StrKey.TryDecode(text, StrKeyKind.Seed, stackalloc byte[32]);
        }
    )
    {
        Explain = static text =>
            AccountId.TryParse(text, out _) ? "this is an account (G...); its secret seed (S...) is needed" : null,
    };

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
            var isJson = text.StartsWith('[') && text.EndsWith(']');
            var items = (isJson ? text[1..^1] : text).Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            );
            value = [.. items.Select(Unquote)];
            return value.Length > 0 && value.All(item => item.AsSpan().IndexOfAny(Marks) < 0 && item.Length > 0);
        }
    );

    /// <summary>They become names of manage-data operations (SEP-10), which are short.</summary>
    public static readonly ValueKind<ImmutableArray<string>> DomainNames = new(
        $"a comma-separated list of host names of {LongestDomain} characters at most, each with its port if it has one",
        static (text, out value) => List.TryRead(text, out value) && value.All(IsDomain)
    )
    {
        Explain = ExplainDomain,
    };

    public static readonly ValueKind<string> DomainName = new(
        $"a host name of {LongestDomain} characters at most",
        static (text, out value) =>
        {
            value = text;
            return IsDomain(text);
        }
    )
    {
        Explain = ExplainDomain,
    };

    private static bool IsDomain(string text) => text.Length <= LongestDomain && DomainPattern().IsMatch(text);

    private static string? ExplainDomain(string text) =>
        text.Contains("://", StringComparison.Ordinal)
            ? "host names are needed, without https:// and without a path"
            : null;

    private static string? ExplainPassphrase(string text)
    {
        foreach (var known in (string[])[Network.Public.Passphrase, Network.Testnet.Passphrase])
        {
            if (text != known && Letters(text) == Letters(known))
            {
                return $"not quite \"{known}\"; every space counts";
            }
        }

        return text.ToUpperInvariant() is "PUBLIC" or "PUBNET" or "MAINNET" or "TEST" or "TESTNET" or "FUTURENET"
            ? $"\"{text}\" is a network's name; its passphrase is needed"
            : null;
    }

    private static string Letters(string text) =>
        string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));

    private static string Unquote(string item) =>
        item.Length > 1 && item[0] is '"' or '\'' && item[^1] == item[0] ? item[1..^1].Trim() : item;

    private static bool TryReadSeconds(string text, decimal least, out TimeSpan value)
    {
        var fits =
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= least
            && seconds <= 86400;
        value = fits ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return fits;
    }

    [GeneratedRegex(
        "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex DomainPattern();
}
