namespace Anchor.Hosting.Configuration;

/// <summary>DATABASE_URL as Django's users write it: three slashes begin a relative path and four an absolute one.</summary>
internal static class DatabaseKind
{
    private const string Prefix = "sqlite:///";

    public static readonly ValueKind<string> File = new(
        "sqlite:///relative/file or sqlite:////absolute/file",
        static (text, out value) =>
        {
            value = Explain(text) is null && Path(text) is { Length: > 0 } path ? Uri.UnescapeDataString(path) : "";
            return value.Length > 0 && !value.Any(char.IsControl);
        }
    )
    {
        Explain = Explain,
    };

    private static string? Path(string text) =>
        text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : null;

    private static string? Explain(string text)
    {
        var scheme = text.Split(':', 2)[0].ToUpperInvariant();
        return scheme switch
        {
            "POSTGRES" or "POSTGRESQL" or "PSQL" or "PGSQL" or "POSTGIS" =>
                "PostgreSQL is not built yet; leave it out for SQLite in DATA_DIR, or name a file with sqlite:///",
            "MYSQL" or "MYSQL2" or "ORACLE" or "MSSQL" => "only SQLite is built: sqlite:///relative/file",
            "SQLITE" when text.Contains(":memory:", StringComparison.OrdinalIgnoreCase) || text is "sqlite://" =>
                "a database in memory forgets who was paid; name a file",
            "SQLITE" when Path(text) is { } path && path.Contains('?', StringComparison.Ordinal) =>
                "options after ? are not taken",
            "SQLITE" when Path(text) is null => "the path begins after three slashes (relative) or four (absolute)",
            _ => null,
        };
    }
}
