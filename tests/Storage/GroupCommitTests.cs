using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

public abstract class GroupCommitTests(TestStorage storage) : IDisposable
{
    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Writes_that_wait_for_the_same_commit_share_it()
    {
        _ = storage.Database;
        using var readings = new MeterReadings(storage.Meters);

        var writes = Burst(Enumerable.Range(0, 50).Select(n => new[] { Counters.Insert($"c{n}", n) }));
        var results = await Task.WhenAll(writes);

        Assert.All(results, result => Assert.True(result.IsDurable));
        Assert.Equal([1, 50], readings.Of("anchor.storage.batch.size"));
        Assert.Equal(51, readings.Of("anchor.storage.rows").Sum());
    }

    [Fact]
    public async Task A_stale_unit_fails_alone_and_the_rest_of_its_batch_is_durable()
    {
        await storage.Database.WriteAsync([Counters.Insert("a", 1)]);
        await storage.Database.WriteAsync([Counters.Insert("b", 1)]);

        var writes = Burst([
            [Counters.Update("a", 2, version: 1)],
            [Counters.Update("b", 2, version: 9)],
            [Counters.Insert("c", 2)],
        ]);
        var results = await Task.WhenAll(writes);
        storage.Reopen();

        Assert.Equal([true, false, true], results.Select(result => result.IsDurable));
        Assert.Equal("counters/b", results[1].Refused!.ToString());
        Assert.Equal(["a 2", "b 1", "c 2", "hold 0"], await CountsAsync());
    }

    [Fact]
    public async Task A_unit_refused_at_its_last_row_undoes_its_first()
    {
        await storage.Database.WriteAsync([Counters.Insert("a", 1)]);

        var writes = Burst([
            [Counters.Update("a", 2, version: 1), Counters.Insert("b", 2), Counters.Update("missing", 2, version: 1)],
            [Counters.Insert("c", 2)],
        ]);
        var results = await Task.WhenAll(writes);

        Assert.Equal([false, true], results.Select(result => result.IsDurable));
        Assert.Equal(["a 1", "c 2", "hold 0"], await CountsAsync());
    }

    [Fact]
    public async Task Writes_of_one_row_in_a_burst_go_to_batches_of_their_own_in_their_order()
    {
        _ = storage.Database;
        using var readings = new MeterReadings(storage.Meters);

        var writes = Burst([
            [Counters.Insert("a", 1)],
            [Counters.Update("a", 2, version: 1), Counters.Insert("b", 2)],
            [Counters.Update("b", 3, version: 1)],
            [Counters.Insert("c", 1)],
        ]);
        var results = await Task.WhenAll(writes);

        Assert.All(results, result => Assert.True(result.IsDurable));
        Assert.Equal([1, 2, 1, 1], readings.Of("anchor.storage.batch.size"));
        Assert.Equal(["a 2", "b 3", "c 1", "hold 0"], await CountsAsync());
    }

    [Fact]
    public async Task A_row_that_may_be_there_is_told_by_the_count_of_changes()
    {
        await storage.Database.WriteAsync([Counters.Insert("a", 1)]);

        var page = await storage.Database.WriteAsync([
            Counters.Map.InsertIfMissing(["a"], new Counter { Count = 9 }),
            Counters.Map.InsertIfMissing(["b"], new Counter { Count = 9 }),
        ]);

        Assert.Equal([0, 1], page.Changed);
        Assert.Equal(["a 1", "b 9"], await CountsAsync());
    }

    [Fact]
    public async Task A_second_row_with_a_unique_value_is_refused_like_one_with_the_same_key()
    {
        static RowOperation Name(string id, string name) =>
            RowOperation.Required("names", id, "INSERT INTO names (id, name) VALUES ($1, $2)", id, name);

        var results = await Task.WhenAll(
            Burst([
                [Name("1", "a")],
                [Name("2", "a")],
                [Name("3", "b")],
            ])
        );
        var again = await storage.Database.WriteAsync([Name("3", "c")]);

        Assert.Equal([true, false, true], results.Select(result => result.IsDurable));
        Assert.False(again.IsDurable);
    }

    [Fact]
    public async Task A_statement_that_cannot_run_harms_its_own_unit_only()
    {
        var writes = Burst([
            [Counters.Insert("a", 1), RowOperation.Required("nowhere", "x", "INSERT INTO nowhere VALUES (1)")],
            [Counters.Insert("b", -2_000_000)],
            [Counters.Insert("c", 1)],
        ]);

        await Assert.ThrowsAnyAsync<Exception>(() => writes[0]);
        await Assert.ThrowsAnyAsync<Exception>(() => writes[1]);
        Assert.True((await writes[2]).IsDurable);
        Assert.Equal(["c 1", "hold 0"], await CountsAsync());
    }

    [Fact]
    public async Task A_failed_commit_is_unknown_for_its_whole_batch_and_harms_no_later_one()
    {
        await storage.Database.WriteAsync([Counters.Insert("a", 1)]);
        using var readings = new MeterReadings(storage.Meters);

        var writes = Burst([
            [Counters.Update("a", 2, version: 1)],
            [Counters.Poison()],
            [Counters.Update("a", 3, version: 9), Counters.Insert("stale", 1)],
        ]);

        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => writes[0]);
        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => writes[1]);
        Assert.False((await writes[2]).IsDurable);
        Assert.Equal(["a 1", "hold 0"], await CountsAsync());
        Assert.True((await storage.Database.WriteAsync([Counters.Update("a", 2, version: 1)])).IsDurable);
        Assert.Equal([1], readings.Of("anchor.storage.commit.failures"));
    }

    [Fact]
    public async Task After_a_failed_commit_nothing_is_read_before_another_one_is_durable()
    {
        await storage.Database.WriteAsync([Counters.Insert("a", 1)]);
        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() =>
            storage.Database.WriteAsync([Counters.Poison()])
        );

        Task<int> read;
        using (storage.HoldWriter())
        {
            read = storage.Database.FirstAsync("SELECT count FROM counters", row => row.GetInt32(0)).AsTask();
            await Assert.ThrowsAsync<TimeoutException>(() => read.WaitAsync(TimeSpan.FromSeconds(0.3)));
        }

        Assert.Equal(1, await read);
    }

    [Fact]
    public async Task Closing_completes_what_was_handed_over_and_takes_no_more()
    {
        var database = storage.Database;
        var writes = Burst(Enumerable.Range(0, 20).Select(n => new[] { Counters.Insert($"c{n}", n) }));
        storage.Close();

        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.IsDurable));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.WriteAsync([Counters.Insert("late", 1)]));
        Assert.Equal(21, (await storage.CountersAsync()).Length);
    }

    /// <summary>Hands all units over while the writer is busy with another one.</summary>
    private Task<WriteResult>[] Burst(IEnumerable<RowOperation[]> units)
    {
        using var _ = storage.HoldWriter();
        var busy = storage.Database.WriteAsync([Counters.Insert("hold", 0)]);
        Assert.True(SpinWait.SpinUntil(() => storage.Waiting == 0, TimeSpan.FromSeconds(10)));
        Task<WriteResult>[] writes = [.. units.Select(unit => storage.Database.WriteAsync(unit))];
        Assert.False(busy.IsCompleted);
        return writes;
    }

    private async Task<IEnumerable<string>> CountsAsync() =>
        (await storage.CountersAsync()).Select(row => $"{row.Id} {row.Count}");
}

public sealed class SqliteGroupCommitTests() : GroupCommitTests(new SqliteStorage());

public sealed class PostgresGroupCommitTests() : GroupCommitTests(new PostgresStorage());
