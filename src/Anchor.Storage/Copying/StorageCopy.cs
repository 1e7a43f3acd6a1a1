using System.Collections.Immutable;
using Anchor.Storage.Commits;
using Anchor.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Anchor.Storage.Copying;

/// <summary>
/// Copies an installation's SQLite file to PostgreSQL: all rows in one transaction that stands only if each table reads there as it does
/// here. The file is used by nobody meanwhile, and by no start afterwards: two databases that both know of a payment would make it twice.
/// </summary>
public static class StorageCopy
{
    /// <summary>Copies, and says what was copied.</summary>
    /// <exception cref="StorageStartException">One of the two is in use, the target is not empty, or a table reads otherwise there.</exception>
    public static ImmutableArray<CopiedTable> Run(
        string file,
        StorageOptions target,
        StorageMetrics metrics,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(loggers);
        using var source = CopySource.Open(file, time, loggers.CreateLogger<CopySource>());
        // It brings the schema, and its lock keeps everyone else out.
        using var database = PostgresDatabase.Open(target, metrics, time, loggers.CreateLogger<PostgresDatabase>());
        if (source.MovedTo is { } before && before != database.Location)
        {
            throw new StorageStartException($"{source.Path} was copied to {before} already.");
        }

        try
        {
            return Copy(source, target.Postgres!, database.Location);
        }
        catch (NpgsqlException exception)
        {
            throw new StorageStartException(
                $"The copy to {database.Location} failed: {PostgresErrors.Line(exception)}. Run it again; it says so if the rows are there after all.",
                exception
            );
        }
    }

    private static ImmutableArray<CopiedTable> Copy(CopySource source, string address, string location)
    {
        using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(address) { Pooling = false, CommandTimeout = 0 }.ConnectionString
        );
        connection.Open();
        using var transaction = connection.BeginTransaction();
        var tables = source.Tables();
        foreach (var table in tables)
        {
            if (Any(connection, table))
            {
                throw new StorageStartException(
                    $"{location} is not empty: its table {table.Name} has rows. A copy begins with an empty database."
                );
            }
        }

        var copied = tables.Select(table => Copy(source, connection, table)).ToImmutableArray();
        using (var fence = PostgresStatement.Of(connection, StorageFence.Continue, [source.Epoch]))
        {
            fence.ExecuteNonQuery();
        }

        // First the file is given up: after a crash in between neither is used until the copy has been made again.
        source.Leave(location);
        transaction.Commit();
        return copied;
    }

    private static CopiedTable Copy(CopySource source, NpgsqlConnection connection, TableShape table)
    {
        using var here = new RowDigest();
        using (
            var import = connection.BeginBinaryImport(
                $"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)"
            )
        )
        {
            source.Read(
                table,
                values =>
                {
                    here.Add(values);
                    Write(import, values);
                }
            );
            import.Complete();
        }

        using var there = new RowDigest();
        using (var command = PostgresStatement.Of(connection, table.Select, []))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                there.Add(RowDigest.ValuesOf(reader));
            }
        }

        var (written, read) = (here.Of(table.Name), there.Of(table.Name));
        return written == read
            ? read
            : throw new StorageStartException(
                $"The table {table.Name} has {written.Rows} rows here and {read.Rows} there, or their values differ; nothing was copied."
            );
    }

    private static void Write(NpgsqlBinaryImporter import, object?[] values)
    {
        import.StartRow();
        foreach (var value in values)
        {
            switch (value)
            {
                case null:
                    import.WriteNull();
                    break;
                case string text:
                    import.Write(text, NpgsqlDbType.Text);
                    break;
                default:
                    import.Write((long)value, NpgsqlDbType.Bigint);
                    break;
            }
        }
    }

    private static bool Any(NpgsqlConnection connection, TableShape table)
    {
        using var command = PostgresStatement.Of(connection, $"SELECT EXISTS (SELECT 1 FROM {table.Name})", []);
        return command.ExecuteScalar() is true;
    }
}
