using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Sqlite;
using Anchor.Storage.Commits;
using Anchor.Storage.Migrations;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Anchor.Storage.Sqlite;

/// <summary>
/// One SQLite file, held by one process. Reads run on the caller's thread.
/// </summary>
public sealed class SqliteDatabase : IDatabase
{
    internal const string WriterSettings =
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864;";

    private readonly SqliteFileLock _lock;
    private readonly SqliteSession _writer;
    private readonly SqliteReaders _readers;
    private readonly GroupCommit _commits;
    private readonly long _epoch;
    private long _stamps;

    private SqliteDatabase(
        string path,
        SqliteFileLock fileLock,
        SqliteSession writer,
        SqliteReaders readers,
        GroupCommit commits,
        long epoch
    )
    {
        Location = path;
        _lock = fileLock;
        _writer = writer;
        _readers = readers;
        _commits = commits;
        _epoch = epoch;
    }

    public string Engine => $"SQLite {SqliteLibrary.Version} from {SqliteLibrary.Origin}";

    public string Location { get; }

    /// <summary>Never: the operating system's lock stays with the process.</summary>
    public CancellationToken Lost => CancellationToken.None;

    /// <summary>Units that wait for the commit before theirs.</summary>
    internal int Waiting => _commits.Waiting;

    /// <summary>Opens the file, or makes it, and brings its schema up to date.</summary>
    /// <exception cref="StorageStartException">It is in use, too new, or not a database.</exception>
    public static SqliteDatabase Open(
        StorageOptions options,
        StorageMetrics metrics,
        TimeProvider time,
        ILogger<SqliteDatabase> logger
    ) => Open(options, Migration.Embedded, metrics, time, logger);

    internal static SqliteDatabase Open(
        StorageOptions options,
        ImmutableArray<Migration> migrations,
        StorageMetrics metrics,
        TimeProvider time,
        ILogger<SqliteDatabase> logger
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var path = Path.GetFullPath(options.Path);
        PrepareFile(path);
        var fileLock = SqliteFileLock.Take(path);
        SqliteSession? writer = null;
        try
        {
            writer = SqliteSession.Open(path, WriterSettings);
            var journal = writer.Query("PRAGMA journal_mode = WAL", row => row.Read() ? row.GetString(0) : "");
            if (journal is not "wal")
            {
                throw new StorageStartException($"{path} lies on a file system that cannot hold a write-ahead log.");
            }

            new SchemaMigrator(migrations, time, logger).Apply(new SqliteSchemaSession(writer));
            if (
                writer.Query(
                    StorageFence.SelectMoved,
                    static row => row.Read() && !row.IsDBNull(0) ? row.GetString(0) : null
                ) is
                { } target
            )
            {
                throw new StorageStartException(
                    $"{path} was copied to {target}, which knows since then who was paid; set DATABASE_URL to that."
                );
            }

            writer.Execute(StorageFence.Advance);
            var epoch = writer.Query(StorageFence.Read, static reader => reader.Read() ? reader.GetInt64(0) : 0);
            logger.StorageOpened(path, SqliteLibrary.Version, SqliteLibrary.Origin);
            var commits = new GroupCommit(new SqliteCommitter(writer, logger), options.MaxBatch, metrics, time, logger);
            return new(path, fileLock, writer, new SqliteReaders(path, options.IdleReaders), commits, epoch);
        }
        catch (Exception exception)
        {
            writer?.Dispose();
            fileLock.Dispose();
            if (exception is SqliteException)
            {
                throw new StorageStartException($"{path} cannot be opened: {exception.Message}", exception);
            }

            throw;
        }
    }

    public Task<WriteResult> WriteAsync(
        IReadOnlyList<RowOperation> operations,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _commits.WriteAsync(operations);
    }

    public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values) =>
        QueryAsync(sql, reader => reader.Read() ? row(reader) : default, values);

    public ValueTask<ImmutableArray<T>> ListAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values) =>
        QueryAsync(sql, reader => reader.ReadAll(row), values);

    public string NextStamp() => $"{_epoch}.{Interlocked.Increment(ref _stamps)}";

    /// <summary>Completes the writes that were handed over and closes the file.</summary>
    public void Dispose()
    {
        _commits.Dispose();
        _readers.Dispose();
        _writer.Dispose();
        _lock.Dispose();
    }

    private ValueTask<T> QueryAsync<T>(string sql, Func<DbDataReader, T> read, object?[] values) =>
        _commits.IsUnsettled ? QuerySettledAsync(sql, read, values) : ValueTask.FromResult(Query(sql, read, values));

    private async ValueTask<T> QuerySettledAsync<T>(string sql, Func<DbDataReader, T> read, object?[] values)
    {
        await _commits.WriteAsync([]);
        return Query(sql, read, values);
    }

    private T Query<T>(string sql, Func<DbDataReader, T> read, object?[] values)
    {
        var session = _readers.Rent();
        try
        {
            return session.Query(sql, read, values);
        }
        finally
        {
            _readers.Return(session);
        }
    }

    private static void PrepareFile(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!OperatingSystem.IsWindows() && !File.Exists(path))
            {
                // SQLite gives its other files the same mode: what is in them concerns this user only.
                var options = new FileStreamOptions
                {
                    Mode = FileMode.OpenOrCreate,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                };
                new FileStream(path, options).Dispose();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageStartException($"{path} cannot be created: {exception.Message}", exception);
        }
    }
}
