using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Anchor.Storage.Migrations;

/// <summary>
/// Brings a database to the newest schema: each script and the record that it ran are one transaction. A database that
/// is newer than the program is not touched.
/// </summary>
internal sealed class SchemaMigrator(ImmutableArray<Migration> migrations, TimeProvider time, ILogger logger)
{
    /// <summary>Finds the record of a script.</summary>
    public const string SelectRecord = "SELECT 1 FROM schema_migrations WHERE number = $1";

    private const string CreateRecords =
        "CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_utc INTEGER NOT NULL)";

    private const string Newest = "SELECT coalesce(max(number), 0) FROM schema_migrations";
    private const string Record = "INSERT INTO schema_migrations (number, name, applied_utc) VALUES ($1, $2, $3)";

    public void Apply(ISchemaSession session)
    {
        session.CreateRecords(CreateRecords);
        var current = session.Newest(Newest);
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

    private void Apply(ISchemaSession session, Migration migration)
    {
        try
        {
            session.Apply(
                migration,
                Record,
                migration.Number,
                migration.Name,
                time.GetUtcNow().ToUnixTimeMilliseconds()
            );
        }
        catch (DbException exception)
        {
            // The server's messages go on with where in the script it was.
            throw new StorageStartException(
                $"Schema {migration.Name} failed: {exception.Message.Split('\n')[0]}",
                exception
            );
        }
    }
}
