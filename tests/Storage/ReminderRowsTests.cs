using Anchor.Storage.Reminders;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

public abstract class ReminderRowsTests(TestStorage storage) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private ReminderRows Rows => new(storage.Database);

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_registration_is_there_after_a_restart()
    {
        var key = new ReminderKey("transaction", "t1", "clock");
        var etag = await Rows.UpsertAsync(key, Noon, Period, Noon.AddMinutes(1));
        storage.Reopen();

        Assert.Equal(new ReminderRow(key, Noon, Period, Noon.AddMinutes(1), etag), await Rows.GetAsync(key));
        Assert.Equal([key], (await Rows.OfGrainAsync("transaction", "t1")).Select(row => row.Key));
        Assert.Empty(await Rows.OfGrainAsync("transaction", "t2"));
    }

    [Fact]
    public async Task A_newer_registration_is_not_touched_by_word_of_the_old_one()
    {
        var key = new ReminderKey("transaction", "t1", "clock");
        var old = await Rows.UpsertAsync(key, Noon, Period, Noon.AddMinutes(1));
        storage.Reopen();
        var current = await Rows.UpsertAsync(key, Noon.AddHours(1), Period, Noon.AddHours(1));

        Assert.NotEqual(old, current);
        Assert.False(await Rows.RemoveAsync(key, old));
        Assert.False(await Rows.AdvanceAsync(key, Noon.AddMinutes(1), Noon.AddHours(9)));
        Assert.Equal(Noon.AddHours(1), (await Rows.GetAsync(key))!.NextDue);
        Assert.True(await Rows.RemoveAsync(key, current));
        Assert.Null(await Rows.GetAsync(key));
        Assert.False(await Rows.RemoveAsync(key));
    }

    [Fact]
    public async Task What_is_due_comes_in_pages_oldest_first_and_an_advanced_one_comes_no_more()
    {
        for (var n = 0; n < 7; n++)
        {
            await Rows.UpsertAsync(
                new ReminderKey("transaction", $"t{n}", "clock"),
                Noon,
                Period,
                Noon.AddSeconds(n / 3)
            );
        }

        await Rows.UpsertAsync(new ReminderKey("transaction", "later", "clock"), Noon, Period, Noon.AddHours(1));
        var seen = new List<string>();
        ReminderRow? last = null;
        do
        {
            var page = await Rows.DueAsync(Noon.AddSeconds(10), limit: 2, last);
            seen.AddRange(page.Select(row => row.Key.GrainKey));
            last = page is [] ? null : page[^1];
        } while (last is not null);

        Assert.Equal(["t0", "t1", "t2", "t3", "t4", "t5", "t6"], seen);
        var first = (await Rows.DueAsync(Noon, limit: 1))[0];
        Assert.True(await Rows.AdvanceAsync(first.Key, first.NextDue, Noon + Period));
        Assert.Equal(["t1", "t2"], (await Rows.DueAsync(Noon, limit: 10)).Select(row => row.Key.GrainKey));
    }
}

public sealed class SqliteReminderRowsTests() : ReminderRowsTests(new SqliteStorage());

public sealed class PostgresReminderRowsTests() : ReminderRowsTests(new PostgresStorage());
