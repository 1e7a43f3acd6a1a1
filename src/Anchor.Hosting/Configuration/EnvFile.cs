using System.Text;
using System.Text.RegularExpressions;

namespace Anchor.Hosting.Configuration;

/// <summary>
/// Reads <c>NAME=value</c> lines as python-dotenv does: comments, <c>export</c>, spaces around the sign, quotes, escapes. What it would take
/// and this does not (values of several lines, names in a value) is said.
/// </summary>
/// <param name="label">How faults and warnings call the file.</param>
internal sealed partial class EnvFile(string label, List<string> faults, List<string> warnings)
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>The values by name; as in the environment, two underscores in a name stand for a level.</summary>
    public Dictionary<string, string?> Read(string path)
    {
        try
        {
            return Parse(Strict.GetString(File.ReadAllBytes(path)));
        }
        catch (DecoderFallbackException)
        {
            faults.Add($"{label}: is not text in UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{label}: cannot be read: {e.Message}");
        }

        return [];
    }

    private Dictionary<string, string?> Parse(string text)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var openQuote = default(char);
        var number = 0;
        foreach (var raw in text.TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            var line = raw.Trim().ToString();
            var match = Line().Match(line);
            if (openQuote != default && !match.Success)
            {
                // The rest of a value whose first line was refused.
                openQuote = line.EndsWith(openQuote) ? default : openQuote;
                continue;
            }

            openQuote = default;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (!match.Success)
            {
                faults.Add($"{label}, line {number}: not of the form NAME=value.");
                continue;
            }

            var (name, rest) = (match.Groups["name"].Value, match.Groups["value"].Value);
            if (EnvValue.Read(rest, match.Groups["space"].Length > 0) is not { Fault: null } value)
            {
                openQuote = rest[0];
                faults.Add($"{label}, line {number}: {name}: {EnvValue.Read(rest, spaceBefore: false).Fault}.");
                continue;
            }

            Note(name, value, number);
            values[name.Replace("__", ":", StringComparison.Ordinal)] = value.Text;
        }

        return values;

        void Note(string name, EnvValue value, int place)
        {
            if (places.TryGetValue(name, out var earlier))
            {
                warnings.Add($"{label}, line {place}: {name} stands on line {earlier} too; this line holds.");
            }

            if (value.HasReference)
            {
                warnings.Add($"{label}, line {place}: {name}: ${{...}} is taken as it stands; no value is filled in.");
            }

            places[name] = place;
        }
    }

    [GeneratedRegex(
        @"^(export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_.:-]*)\s*=(?<space>\s*)(?<value>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Line();
}
