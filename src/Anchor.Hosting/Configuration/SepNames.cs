using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Anchor.Hosting.Configuration;

/// <summary>The names of SEPs: "sep-10", "SEP10" and "10" are the same.</summary>
internal static partial class SepNames
{
    public static readonly ImmutableSortedSet<int> Built = [1, 10, 24];

    /// <summary>The number; null if it is not the name of one that is built.</summary>
    public static int? BuiltNumber(string name) =>
        Name().Match(name) is { Success: true } match
        && int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) is var number
        && Built.Contains(number)
            ? number
            : null;

    [GeneratedRegex(
        "^(sep-?)?0*(?<number>[0-9]{1,4})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Name();
}
