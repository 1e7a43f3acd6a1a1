using Anchor.Storage.Postgres;

namespace Anchor.Hosting.Configuration;

/// <summary>Which database is meant: a SQLite file, or Npgsql's connection string for one on PostgreSQL.</summary>
internal sealed record DatabaseAddress(string? File, string? Postgres);

/// <summary>DATABASE_URL as Django's users write it: for SQLite three slashes begin a relative path and four an absolute one.</summary>
internal static class DatabaseKind
{
    private const string Prefix = "sqlite:///";

    public static readonly ValueKind<DatabaseAddress> Address = new(
        $"{PostgresAddress.Form}, sqlite:///relative/file or sqlite:////absolute/file",
        static (text, out value) =>
        {
            value = new DatabaseAddress(null, null);
            if (PostgresAddress.IsMeantBy(text))
            {
                var isPostgres = PostgresAddress.TryParse(text, out var connection, out _);
                value = value with { Postgres = connection };
                return isPostgres;
            }

            var file = Explain(text) is null && Path(text) is { Length: > 0 } path ? Uri.UnescapeDataString(path) : "";
            value = value with { File = file };
            return file.Length > 0 && !file.Any(char.IsControl);
        }
    )
    {
        Explain = Explain,
    };

    private static string? Path(string text) =>
        text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : null;

    private static string? Explain(string text)
    {
        if (PostgresAddress.IsMeantBy(text))
        {
            return PostgresAddress.TryParse(text, out _, out var fault) ? null : fault;
        }

        var scheme = text.Split(':', 2)[0].ToUpperInvariant();
        return scheme switch
        {
            "POSTGIS" => "of PostgreSQL it is postgresql:// here",
            "MYSQL" or "MYSQL2" or "ORACLE" or "MSSQL" => "only PostgreSQL and SQLite are built",
            "SQLITE" when text.Contains(":memory:", StringComparison.OrdinalIgnoreCase) || text is "sqlite://" =>
                "a database in memory forgets who was paid; name a file",
            "SQLITE" when Path(text) is { } path && path.Contains('?', StringComparison.Ordinal) =>
                "options after ? are not taken",
            "SQLITE" when Path(text) is null => "the path begins after three slashes (relative) or four (absolute)",
            _ => null,
        };
    }
}
