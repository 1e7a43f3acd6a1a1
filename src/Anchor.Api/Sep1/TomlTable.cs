using System.Text.Json;

namespace Anchor.Api.Sep1;

/// <summary>A table of a TOML file. The one without a name holds the keys before the first table.</summary>
/// <param name="IsEntry">Written <c>[[NAME]]</c>: one of several.</param>
internal sealed record TomlTable(string Name, bool IsEntry)
{
    /// <summary>The values as they are written, quotes included, in their order.</summary>
    public OrderedDictionary<string, string> Values { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The text of a quoted value; null if there is none.</summary>
    public string? Text(string key) => Values.TryGetValue(key, out var raw) ? Unquote(raw) : null;

    /// <summary>The text of one value.</summary>
    public static string? Unquote(string raw)
    {
        if (raw.Length >= 2 && raw[0] == '\'' && !raw.StartsWith("'''", StringComparison.Ordinal))
        {
            return raw[1..^1];
        }

        if (raw.Length < 2 || raw[0] != '"' || raw.StartsWith("\"\"\"", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            // The escapes of TOML's basic strings are JSON's, but for \U and \e.
            return JsonSerializer.Deserialize<string>(raw);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
