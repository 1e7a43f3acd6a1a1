using System.Collections.Immutable;
using Anchor.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Anchor.Storage.Migrations;

/// <summary>
/// Brings a database to the newest schema: each script and the record that it ran are one transaction. A database that
/// is newer than the program is not touched.
/// </summary>
internal sealed class SchemaMigrator(ImmutableArray<Migration> migrations, TimeProvider time, ILogger logger)
{
    private const string CreateRecords =
        "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_utc INTEGER NOT NULL)";

    public void Apply(SqliteSession session)
    {
        session.Run(CreateRecords);
        var current = session.Query(
            "SELECT coalesce(max(number), 0) FROM schema_migrations",
            static reader => reader.Read() ? reader.GetInt32(0) : 0
        );
        var newest = migrations.IsEmpty ? 0 : migrations[^1].Number;
        if (current > newest)
        {
            throw new StorageStartException(
                $"The database has schema {current}, this program knows {newest} at most; start the newer program."
            );
        }

        foreach (var migration in migrations.Where(migration => migration.Number > current))
        {
            Apply(session, migration);
            logger.MigrationApplied(migration.Name);
        }
    }

    private void Apply(SqliteSession session, Migration migration)
    {
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            session.Run(migration.Sql);
            session.Execute(
                "INSERT INTO schema_migrations (number, name, applied_utc) VALUES ($1, $2, $3)",
                migration.Number,
                migration.Name,
                time.GetUtcNow().ToUnixTimeMilliseconds()
            );
            session.Execute("COMMIT");
        }
        catch (SqliteException exception)
        {
            if (session.InTransaction)
            {
                session.Execute("ROLLBACK");
            }

            throw new StorageStartException($"Schema {migration.Name} failed: {exception.Message}", exception);
        }
    }
}
