namespace Anchor.Hosting.Configuration;

/// <summary>Reads <c>NAME=value</c> lines: comments, <c>export</c>, and single or double quotes are understood.</summary>
internal static class EnvFile
{
    /// <summary>The values by name.</summary>
    /// <param name="faults">Gets a line for each line that cannot be read.</param>
    public static Dictionary<string, string?> Parse(IEnumerable<string> lines, string file, List<string> faults)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var number = 0;
        foreach (var raw in lines)
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            line = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !TryUnquote(line[(equals + 1)..].Trim(), out var value))
            {
                faults.Add($"{file}, line {number}: not of the form NAME=value.");
                continue;
            }

            // As in the environment, two underscores stand for a level.
            values[line[..equals].Trim().Replace("__", ":", StringComparison.Ordinal)] = value;
        }

        return values;
    }

    private static bool TryUnquote(string text, out string value)
    {
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            var end = text.IndexOf(text[0], 1);
            value = end > 0 ? text[1..end] : "";
            var rest = end > 0 ? text[(end + 1)..].Trim() : "";
            return end > 0 && (rest.Length == 0 || rest[0] == '#');
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        value = (comment >= 0 ? text[..comment] : text).Trim();
        return true;
    }
}
