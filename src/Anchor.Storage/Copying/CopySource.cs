using System.Collections.Immutable;
using Anchor.Storage.Commits;
using Anchor.Storage.Migrations;
using Anchor.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Anchor.Storage.Copying;

/// <summary>The SQLite file that is copied, held as a server would hold it, so that none can write to it meanwhile.</summary>
internal sealed class CopySource : IDisposable
{
    private const string SelectTables = """
        SELECT name FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('schema_migrations', 'storage_fence') ORDER BY name
        """;

    private const string SelectColumns = "SELECT name, pk FROM pragma_table_info($1) ORDER BY cid";
    private readonly SqliteFileLock _lock;
    private readonly SqliteSession _session;

    private CopySource(string path, SqliteFileLock fileLock, SqliteSession session) =>
        (Path, _lock, _session) = (path, fileLock, session);

    public string Path { get; }

    /// <summary>Where it was copied to before; null if nowhere.</summary>
    public string? MovedTo => Scalar(StorageFence.SelectMoved) as string;

    public long Epoch => (long)Scalar(StorageFence.Read)!;

    /// <summary>Takes the file, and brings its schema up to date as a start would.</summary>
    /// <exception cref="StorageStartException">There is none, it is in use, or no database of this program.</exception>
    public static CopySource Open(string path, TimeProvider time, ILogger logger)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            throw new StorageStartException($"{full} does not exist.");
        }

        var fileLock = SqliteFileLock.Take(full);
        SqliteSession? session = null;
        try
        {
            session = SqliteSession.Open(full, SqliteDatabase.WriterSettings, SqliteOpenMode.ReadWrite);
            new SchemaMigrator(Migration.Embedded, time, logger).Apply(new SqliteSchemaSession(session));
            return new CopySource(full, fileLock, session);
        }
        catch (Exception exception)
        {
            session?.Dispose();
            fileLock.Dispose();
            if (exception is SqliteException)
            {
                throw new StorageStartException($"{full} cannot be read: {exception.Message}", exception);
            }

            throw;
        }
    }

    public ImmutableArray<TableShape> Tables() =>
        [.. _session.Query(SelectTables, static rows => rows.ReadAll(row => row.GetString(0))).Select(Shape)];

    /// <summary>Hands over each row of a table in the order of its key.</summary>
    public void Read(TableShape table, Action<object?[]> row) =>
        _session.Query(
            table.Select,
            reader =>
            {
                while (reader.Read())
                {
                    row(RowDigest.ValuesOf(reader));
                }

                return true;
            }
        );

    /// <summary>From here on no start uses the file.</summary>
    public void Leave(string target) => _session.Execute(StorageFence.Leave, target);

    public void Dispose()
    {
        _session.Dispose();
        _lock.Dispose();
    }

    private TableShape Shape(string name) =>
        _session.Query(
            SelectColumns,
            row =>
            {
                var columns = ImmutableArray.CreateBuilder<string>();
                var key = new SortedDictionary<int, string>();
                while (row.Read())
                {
                    columns.Add(row.GetString(0));
                    if (row.GetInt32(1) is > 0 and var place)
                    {
                        key.Add(place, row.GetString(0));
                    }
                }

                return new TableShape(name, columns.DrainToImmutable(), [.. key.Values]);
            },
            name
        );

    private object? Scalar(string sql) =>
        _session.Query(sql, static row => row.Read() && !row.IsDBNull(0) ? row.GetValue(0) : null);
}
