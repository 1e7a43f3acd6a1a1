using Anchor.Stellar;

namespace Anchor.Api.Sep10;

/// <summary>Reads the one key of a stranger's stellar.toml that matters here.</summary>
internal static class TomlKeys
{
    private const string Name = "SIGNING_KEY";

    /// <summary>The top-level <c>SIGNING_KEY</c>: a plain quoted G address, given once. Anything else is null.</summary>
    public static AccountId? SigningKey(string toml)
    {
        AccountId? found = null;
        foreach (var raw in toml.AsSpan().EnumerateLines())
        {
            var line = raw.Trim(" \t\uFEFF");
            if (line.StartsWith("["))
            {
                // The first table: what follows belongs to it.
                break;
            }

            var equals = line.IndexOf('=');
            if (equals < 0 || !line[..equals].Trim().Trim("\"'").SequenceEqual(Name))
            {
                continue;
            }

            if (found is not null || Read(line[(equals + 1)..].Trim()) is not { } key)
            {
                return null;
            }

            found = key;
        }

        return found;
    }

    private static AccountId? Read(ReadOnlySpan<char> value)
    {
        if (value.Length < 2 || value[0] is not ('"' or '\''))
        {
            return null;
        }

        var end = value[1..].IndexOf(value[0]) + 1;
        var rest = end > 0 ? value[(end + 1)..].Trim() : "?";
        return (rest.IsEmpty || rest[0] == '#') && end > 0 && AccountId.TryParse(value[1..end].ToString(), out var key)
            ? key
            : null;
    }
}
