using System.Data;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Anchor.Storage.Postgres;

/// <summary>
/// The one connection that writes. Its session holds the installation's lock, so that nothing can be written without it: a connection that
/// is lost takes the lock along, and none is used before it has the lock again.
/// </summary>
internal sealed class PostgresWriter : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the session of a process that was killed may take to go away.</summary>
    private static readonly TimeSpan MostAtStart = TimeSpan.FromSeconds(3);

    /// <summary>After such a time without a write the session is asked whether it is there still.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlDataSource _source;
    private readonly string _location;
    private readonly string _application;
    private readonly bool _shared;
    private readonly TimeSpan _patience;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _lost = new();
    private readonly ManualResetEventSlim _closing = new();
    private NpgsqlConnection? _connection;
    private int? _process;
    private long _used;

    public PostgresWriter(StorageOptions options, ILogger logger)
    {
        _application = ApplicationName;
        _location = PostgresAddress.Describe(options.Postgres!);
        _shared = options.IsShared;
        _patience = options.LockPatience;
        _logger = logger;
        _source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(options.Postgres)
            {
                ApplicationName = _application,
                Pooling = false,
                // A commit that takes longer is unknown.
                CommandTimeout = 15,
                Timeout = 5,
                MaxAutoPrepare = 200,
                AutoPrepareMinUsages = 2,
                IncludeErrorDetail = false,
                IncludeFailedBatchedCommand = true,
            }
        );
    }

    /// <summary>What the server calls this process.</summary>
    public static string ApplicationName { get; } =
        string.Create(CultureInfo.InvariantCulture, $"anchor {Environment.ProcessId} on {Environment.MachineName}");

    /// <summary>Cancelled when another process has taken the database.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>The connection as it is; null if it is known to be lost.</summary>
    public NpgsqlConnection? Current => _connection is { FullState: ConnectionState.Open } ? _connection : null;

    /// <summary>Connects for the first time.</summary>
    /// <exception cref="StorageFencedException">Another process has the lock.</exception>
    public NpgsqlConnection Open()
    {
        var patience = _patience < MostAtStart ? _patience : MostAtStart;
        for (var waits = patience / Pause; ; waits--)
        {
            try
            {
                return Connect(patience);
            }
            catch (Exception exception) when (PostgresErrors.IsUnavailable(exception) && waits > 0)
            {
                _closing.Wait(Pause);
            }
        }
    }

    /// <summary>The connection outside of a transaction, made anew if it was lost.</summary>
    /// <exception cref="StorageFencedException">Another process has taken the database meanwhile.</exception>
    public NpgsqlConnection Take()
    {
        if (_lost.IsCancellationRequested)
        {
            throw new StorageFencedException($"Another process has taken {_location}; this one writes no more.");
        }

        var isQuiet = Stopwatch.GetElapsedTime(_used) > Quiet;
        _used = Stopwatch.GetTimestamp();
        if (Current is { } current && (!isQuiet || Answers(current)))
        {
            return current;
        }

        Drop();
        try
        {
            var connection = Connect(_patience);
            _logger.Reconnected(_location);
            return connection;
        }
        catch (StorageFencedException)
        {
            _lost.Cancel();
            throw;
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            // What is handed over in the meantime fails with the next attempt, not each with one of its own.
            _closing.Wait(4 * Pause);
            throw;
        }
    }

    /// <summary>Closes a connection that is not to be trusted any more.</summary>
    public void Drop()
    {
        var connection = _connection;
        _connection = null;
        connection?.Dispose();
    }

    public void Dispose()
    {
        _closing.Set();
        Drop();
        _source.Dispose();
        _closing.Dispose();
    }

    /// <summary>Whether the session is there still: better asked before anything is written than found out by a commit of unknown outcome.</summary>
    private static bool Answers(NpgsqlConnection connection)
    {
        try
        {
            using var command = PostgresStatement.Of(connection, "SELECT 1", []);
            return command.ExecuteScalar() is not null;
        }
        catch (Exception exception) when (PostgresErrors.IsUnavailable(exception))
        {
            return false;
        }
    }

    private NpgsqlConnection Connect(TimeSpan patience)
    {
        var connection = _source.OpenConnection();
        try
        {
            // Counted, because what is waited for goes by the real clock, whatever the program's own says.
            var waits = patience / Pause;
            // A session that hangs on a broken line would keep the lock, and could still commit.
            while (_process is { } old && PostgresLock.IsEnding(connection, old, _application))
            {
                WaitOrFail(waits--, $"The former session at {_location} does not end.");
            }

            _process = null;
            while (!PostgresLock.TryTake(connection, _shared))
            {
                var holder = PostgresLock.Holder(connection)?.ToString() ?? "another process";
                WaitOrFail(waits--, $"{_location} is in use by {holder}; stop that one first.");
            }

            Prepare(connection);
            _process = connection.ProcessID;
            _connection = connection;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void WaitOrFail(double waits, string fault)
    {
        if (waits <= 0)
        {
            throw new StorageFencedException(fault);
        }

        _closing.Wait(Pause);
    }

    /// <summary>A commit waits for the disk, whatever the server's files say, and nobody for a row that others keep.</summary>
    private static void Prepare(NpgsqlConnection connection)
    {
        using var command = PostgresStatement.Of(
            connection,
            """
            SELECT set_config('lock_timeout', '10s', false),
                CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END
            """,
            []
        );
        command.ExecuteNonQuery();
    }
}
