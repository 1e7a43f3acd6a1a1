using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Storage.Commits;
using Anchor.Storage.Migrations;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Anchor.Storage.Postgres;

/// <summary>
/// A database on PostgreSQL. One connection writes and holds the installation's lock; reads have a pool of their own, and are tried
/// once more when their connection was lost.
/// </summary>
public sealed class PostgresDatabase : IDatabase
{
    private static readonly TimeSpan BetweenPings = TimeSpan.FromSeconds(5);

    private readonly PostgresWriter _writer;
    private readonly NpgsqlDataSource _readers;
    private readonly GroupCommit _commits;
    private readonly ITimer _pings;
    private readonly long _epoch;
    private long _stamps;

    private PostgresDatabase(
        StorageOptions options,
        PostgresWriter writer,
        GroupCommit commits,
        string version,
        long epoch,
        TimeProvider time
    )
    {
        Location = PostgresAddress.Describe(options.Postgres!);
        Engine = $"PostgreSQL {version}";
        _writer = writer;
        _commits = commits;
        _epoch = epoch;
        _readers = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(options.Postgres)
            {
                ApplicationName = PostgresWriter.ApplicationName,
                MaxPoolSize = options.MaxReaders,
                CommandTimeout = 15,
                Timeout = 5,
                MaxAutoPrepare = 100,
                AutoPrepareMinUsages = 2,
                // Reads leave nothing behind in their session.
                NoResetOnClose = true,
                IncludeErrorDetail = false,
            }
        );
        _pings = time.CreateTimer(
            static database => ((PostgresDatabase)database!).Ping(),
            this,
            BetweenPings,
            BetweenPings
        );
    }

    public string Engine { get; }

    public string Location { get; }

    public CancellationToken Lost => _writer.Lost;

    /// <summary>Units that wait for the commit before theirs.</summary>
    internal int Waiting => _commits.Waiting;

    /// <summary>Connects, takes the lock and brings the schema up to date.</summary>
    /// <exception cref="StorageStartException">It is in use, too new, or cannot be reached.</exception>
    public static PostgresDatabase Open(
        StorageOptions options,
        StorageMetrics metrics,
        TimeProvider time,
        ILogger<PostgresDatabase> logger
    ) => Open(options, Migration.Embedded, metrics, time, logger);

    internal static PostgresDatabase Open(
        StorageOptions options,
        ImmutableArray<Migration> migrations,
        StorageMetrics metrics,
        TimeProvider time,
        ILogger<PostgresDatabase> logger
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var location = PostgresAddress.Describe(options.Postgres!);
        var writer = new PostgresWriter(options, logger);
        try
        {
            var session = new PostgresSchemaSession(writer.Open());
            session.Check(location);
            new SchemaMigrator(migrations, time, logger).Apply(session);
            var epoch = session.Advance();
            logger.PostgresOpened(location, session.ServerVersion, options.IsShared);
            var commits = new GroupCommit(
                new PostgresCommitter(writer, logger),
                options.MaxBatch,
                metrics,
                time,
                logger
            );
            return new(options, writer, commits, session.ServerVersion, epoch, time);
        }
        catch (Exception exception)
        {
            writer.Dispose();
            if (exception is NpgsqlException or TimeoutException)
            {
                throw new StorageStartException(
                    $"{location} cannot be used: {PostgresErrors.Line(exception)}",
                    exception
                );
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

    public async ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values)
    {
        var rows = await QueryAsync(sql, row, values, most: 1);
        return rows.IsEmpty ? default : rows[0];
    }

    public ValueTask<ImmutableArray<T>> ListAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values) =>
        QueryAsync(sql, row, values, most: int.MaxValue);

    public string NextStamp() => $"{_epoch}.{Interlocked.Increment(ref _stamps)}";

    /// <summary>Completes the writes that were handed over and disconnects.</summary>
    public void Dispose()
    {
        _pings.Dispose();
        _commits.Dispose();
        _readers.Dispose();
        _writer.Dispose();
    }

    private async ValueTask<ImmutableArray<T>> QueryAsync<T>(
        string sql,
        Func<DbDataReader, T> row,
        object?[] values,
        int most
    )
    {
        if (_commits.IsUnsettled)
        {
            await _commits.WriteAsync([]);
        }

        try
        {
            return await ReadAsync(sql, row, values, most);
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            // Perhaps only this connection is gone: a server that has restarted leaves a pool of such.
        }

        try
        {
            return await ReadAsync(sql, row, values, most);
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            throw new StorageUnavailableException(
                $"{Location} does not answer: {PostgresErrors.Line(exception)}",
                exception
            );
        }
    }

    private async ValueTask<ImmutableArray<T>> ReadAsync<T>(
        string sql,
        Func<DbDataReader, T> row,
        object?[] values,
        int most
    )
    {
        await using var connection = await _readers.OpenConnectionAsync();
        await using var command = PostgresStatement.Of(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (rows.Count < most && await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows.DrainToImmutable();
    }

    /// <summary>Finds out in time that the connection is gone, and the lock with it, also when nothing is written.</summary>
    private void Ping()
    {
        if (_commits.Waiting == 0)
        {
            _ = PingAsync();
        }
    }

    private async Task PingAsync()
    {
        try
        {
            await _commits.WriteAsync([]);
        }
        catch (Exception exception) when (exception is StorageOutcomeUnknownException or ObjectDisposedException)
        {
            // The writer has logged it, and the next write tries again.
        }
    }
}
