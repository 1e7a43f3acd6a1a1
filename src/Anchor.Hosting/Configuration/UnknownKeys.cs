using System.Text.RegularExpressions;
using Anchor.Hosting.Facilitator;

namespace Anchor.Hosting.Configuration;

/// <summary>Names that nobody reads: all of them in the files, and in the environment those that look like a mistyped setting.</summary>
internal static partial class UnknownKeys
{
    private const int LeastToGuess = 6;

    // Sections of the framework that may stand in anchor.json too.
    private static readonly string[] ForeignSections = ["Logging", "Kestrel", "AllowedHosts", "urls"];

    public static IEnumerable<string> InFiles(IEnumerable<(string Key, string File)> keys)
    {
        var known = Known();
        return keys.Where(pair =>
                !known.Contains(WithoutIndexes().Replace(pair.Key, ""))
                && !ForeignSections.Contains(pair.Key.Split(':')[0], StringComparer.OrdinalIgnoreCase)
                && !PolarisNames.IsKnown(pair.Key)
                && !WorkerPasswords.IsOne(pair.Key)
                && !(pair.Key == ConfigurationFiles.EnvPath && pair.File != ConfigurationFiles.JsonName)
            )
            .Select(pair =>
                $"{pair.File}: {pair.Key} is not a setting of this program and is ignored{Guess(pair.Key, known)}"
            );
    }

    /// <summary>The environment is full of names of others: only what begins as an asset does, or is a slip away from a setting, is worth a line.</summary>
    public static IEnumerable<string> InEnvironment(IEnumerable<string> names)
    {
        var known = Known();
        return names
            .Where(name => !known.Contains(name) && !PolarisNames.IsKnown(name))
            .Select(name => (Name: name, Guess: Guess(name, known)))
            .Where(guess => guess.Guess != ".")
            .Select(guess => $"environment: {guess.Name} is not a setting of this program and is ignored{guess.Guess}");
    }

    private static HashSet<string> Known() =>
        SettingTable
            .All.SelectMany(setting => setting.Names)
            .Concat(AssetReader.Keys.Select(asset => $"{AssetReader.Section}:{asset.Key}"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string Guess(string name, IEnumerable<string> known) =>
        name.Length < LeastToGuess
            ? "."
            : known
                .Where(other => Math.Abs(other.Length - name.Length) <= 1 && IsOneSlipAway(name, other))
                .Select(other => $"; is {other} meant?")
                .FirstOrDefault(".");

    /// <summary>One letter more, less or other, or two neighbours exchanged.</summary>
    private static bool IsOneSlipAway(string one, string other)
    {
        var (left, right) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var start = 0;
        while (start < left.Length && start < right.Length && left[start] == right[start])
        {
            start++;
        }

        var (restOfLeft, restOfRight) = (left[start..], right[start..]);
        return Tail(restOfLeft, 1) == Tail(restOfRight, 1)
            || restOfLeft == Tail(restOfRight, 1)
            || Tail(restOfLeft, 1) == restOfRight
            || (
                restOfLeft.Length > 1
                && restOfRight.Length > 1
                && restOfLeft[0] == restOfRight[1]
                && restOfLeft[1] == restOfRight[0]
                && Tail(restOfLeft, 2) == Tail(restOfRight, 2)
            );
    }

    private static string Tail(string text, int skip) => text.Length >= skip ? text[skip..] : "";

    [GeneratedRegex(":[0-9]+(?=:|$)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WithoutIndexes();
}
