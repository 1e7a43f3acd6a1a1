using System.Text.RegularExpressions;
using Anchor.Storage.Commits;
using Anchor.Storage.Migrations;
using Npgsql;

namespace Anchor.Storage.Postgres;

/// <summary>Changes the schema of a database on PostgreSQL.</summary>
/// <remarks>
/// The scripts are the ones of SQLite. What that calls an integer has eight bytes, and it sorts text by its bytes: so it must be here,
/// or lists and cursors would be in another order.
/// </remarks>
internal sealed partial class PostgresSchemaSession(NpgsqlConnection connection) : ISchemaSession
{
    public string ServerVersion => connection.PostgreSqlVersion.ToString();

    /// <summary>Refuses a database whose texts are not what this program writes.</summary>
    public void Check(string location)
    {
        if (Scalar("SHOW server_encoding") is not "UTF8" and var encoding)
        {
            throw new StorageStartException($"{location} has the encoding {encoding}; create it with UTF8.");
        }
    }

    /// <summary>A number that no start before this one had.</summary>
    public long Advance() => (long)Scalar(StorageFence.Advance + " RETURNING epoch")!;

    public void CreateRecords(string sql) => InTransaction(() => Run(Translate(sql)));

    public int Newest(string sql) => Convert.ToInt32(Scalar(sql), System.Globalization.CultureInfo.InvariantCulture);

    public void Apply(Migration migration, string record, params ReadOnlySpan<object?> values)
    {
        object?[] recorded = [.. values];
        InTransaction(() =>
        {
            // Another process of the cluster may have been quicker.
            using (var known = PostgresStatement.Of(connection, SchemaMigrator.SelectRecord, [migration.Number]))
            {
                if (known.ExecuteScalar() is not null)
                {
                    return;
                }
            }

            Run(Translate(migration.Sql));
            using var insert = PostgresStatement.Of(connection, record, recorded);
            insert.ExecuteNonQuery();
        });
    }

    internal static string Translate(string sql) =>
        Text().Replace(Integer().Replace(sql, "BIGINT"), "TEXT COLLATE \"C\"");

    private void InTransaction(Action change)
    {
        using var transaction = connection.BeginTransaction();
        Run(PostgresLock.Changing);
        change();
        transaction.Commit();
    }

    private void Run(string sql)
    {
        using var command = PostgresStatement.Of(connection, sql, []);
        // Building an index takes what it takes.
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = PostgresStatement.Of(connection, sql, []);
        return command.ExecuteScalar();
    }

    [GeneratedRegex(@"\bINTEGER\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\bTEXT\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Text();
}
