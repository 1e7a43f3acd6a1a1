using Anchor.Storage.Tests.Support;
using Npgsql;

namespace Anchor.Storage.Tests;

/// <summary>Who may use a database on PostgreSQL together, and what becomes of a process that lost its lock.</summary>
public sealed class PostgresFenceTests : IDisposable
{
    private const string Lock =
        "SELECT pg_advisory_lock(1095648072, (SELECT oid::int4 FROM pg_namespace WHERE nspname = current_schema()))";

    private readonly PostgresStorage _storage = new();

    public void Dispose() => _storage.Dispose();

    [Fact]
    public async Task A_second_process_is_refused_with_one_line_that_names_the_first()
    {
        _ = _storage.Database;

        using var second = CrashChild.Start(CrashChild.HoldVerb, _storage.Address);
        var said = await second.StandardOutput.ReadToEndAsync();
        await second.WaitForExitAsync();

        Assert.Equal(3, second.ExitCode);
        var line = Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            $"{_storage.Database.Location} is in use by anchor {Environment.ProcessId} on {Environment.MachineName}",
            line,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Processes_of_a_cluster_share_a_database_and_keep_one_that_wants_it_alone_out()
    {
        using (Open(shared: true))
        using (Open(shared: true))
        {
            var refusal = Assert.Throws<StorageFencedException>(() => Open(shared: false));
            Assert.Contains("one of a cluster", refusal.Message, StringComparison.Ordinal);
        }

        using (Open(shared: false))
        {
            var refusal = Assert.Throws<StorageFencedException>(() => Open(shared: true));
            Assert.Contains("alone", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Two_installations_may_lie_in_one_database()
    {
        using var other = new PostgresStorage();

        _ = _storage.Database;
        _ = other.Database;
    }

    [Fact]
    public async Task Rows_that_two_processes_write_at_once_are_refused_to_one_of_them()
    {
        using var one = Open(shared: true);
        using var two = Open(shared: true);
        await one.WriteAsync([Counters.Insert("a", 0), Counters.Insert("b", 0)]);

        var won = 0;
        for (var round = 0; round < 40; round++)
        {
            var version = round + 1;
            var results = await Task.WhenAll(
                one.WriteAsync([Counters.Update("a", 1, version), Counters.Update("b", 1, version)]),
                two.WriteAsync([Counters.Update("b", 2, version), Counters.Update("a", 2, version)])
            );
            Assert.Single(results, result => result.IsDurable);
            won += results[0].IsDurable ? 1 : 0;
        }

        Assert.InRange(won, 0, 40);
        var rows = await one.ListAsync(
            "SELECT version, count FROM counters",
            row => (row.GetInt64(0), row.GetInt32(1))
        );
        Assert.Equal(rows[0], rows[1]);
        Assert.Equal(41, rows[0].Item1);
    }

    [Fact]
    public async Task A_lost_session_comes_back_with_the_lock_and_writes_on()
    {
        await _storage.Database.WriteAsync([Counters.Insert("a", 1)]);
        using var stranger = _storage.Stranger();
        EndWriter(stranger);

        // Long enough for the session to be asked whether it is there before anything is written.
        await WaitAsync(stranger, "SELECT pg_sleep(0.2) IS NOT NULL");
        Assert.True((await _storage.Database.WriteAsync([Counters.Update("a", 2, version: 1)])).IsDurable);

        Assert.False(_storage.Database.Lost.IsCancellationRequested);
        Assert.Throws<StorageFencedException>(() => Open(shared: false));
    }

    [Fact]
    public async Task A_commit_that_hangs_behind_a_broken_line_never_comes_to_light_after_a_read()
    {
        var options = _storage.Options();
        var address = new NpgsqlConnectionStringBuilder(options.Postgres);
        using var line = new CutLine(address.Port);
        address.Port = line.Port;
        options.Postgres = address.ConnectionString;
        using var database = TestStorage.Open(options, Counters.Schema, _storage.Meters);
        await database.WriteAsync([Counters.Insert("a", 1)]);
        using var stranger = _storage.Stranger();
        PostgresStorage.Execute(stranger, "BEGIN; LOCK TABLE counters IN EXCLUSIVE MODE");

        var hanging = database.WriteAsync([Counters.Update("a", 2, version: 1)]);
        await WaitAsync(
            stranger,
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE relation = 'counters'::regclass AND NOT granted)"
        );
        line.Cut();

        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => hanging);
        Assert.Equal(1, await CountAsync());
        PostgresStorage.Execute(stranger, "COMMIT");
        Assert.True((await database.WriteAsync([Counters.Insert("b", 1)])).IsDurable);
        Assert.Equal(1, await CountAsync());
        Assert.True((await database.WriteAsync([Counters.Update("a", 3, version: 1)])).IsDurable);

        async Task<int> CountAsync() =>
            await database.FirstAsync("SELECT count FROM counters WHERE id = 'a'", row => row.GetInt32(0));
    }

    [Fact]
    public async Task A_process_whose_lock_another_one_took_writes_no_more_and_says_so()
    {
        using var database = Open(shared: false);
        await database.WriteAsync([Counters.Insert("a", 1)]);
        using var taker = _storage.Stranger();
        var taken = Task.Run(() => PostgresStorage.Execute(taker, Lock));
        using var stranger = _storage.Stranger();
        await WaitAsync(stranger, "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)");
        EndWriter(stranger);
        await taken;
        var lost = new TaskCompletionSource();
        using var watch = database.Lost.Register(lost.SetResult);

        for (var n = 0; n < 2; n++)
        {
            await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() =>
                database.WriteAsync([Counters.Update("a", 2, version: 1)])
            );
        }

        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await taker.CloseAsync();
        var refusal = await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() =>
            database.WriteAsync([Counters.Update("a", 2, version: 1)])
        );
        Assert.Contains("writes no more", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_was_lost_is_missed_also_when_nothing_is_written()
    {
        _ = _storage.Database;
        using var stranger = _storage.Stranger();
        EndWriter(stranger);

        await WaitAsync(
            stranger,
            "SELECT EXISTS (SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted "
                + $"AND objid = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()))"
        );
    }

    private IDatabase Open(bool shared)
    {
        var options = _storage.Options();
        options.IsShared = shared;
        options.LockPatience = TimeSpan.FromSeconds(0.5);
        return TestStorage.Open(options, Counters.Schema, _storage.Meters);
    }

    /// <summary>Ends the session that has this schema's lock.</summary>
    private static void EndWriter(NpgsqlConnection stranger) =>
        PostgresStorage.Execute(
            stranger,
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
                AND objid = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            """
        );

    private static async Task WaitAsync(NpgsqlConnection connection, string condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own conditions.
            command.CommandText = $"SELECT pg_sleep(0.02); {condition}";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync(deadline.Token);
            await reader.NextResultAsync(deadline.Token);
            await reader.ReadAsync(deadline.Token);
            if (reader.GetBoolean(0))
            {
                return;
            }
        }
    }
}
