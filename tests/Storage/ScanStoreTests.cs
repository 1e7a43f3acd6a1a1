using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Grains.Ports;
using Anchor.Storage.Chains;
using Anchor.Storage.Tests.Support;
using Orleans.Storage;

namespace Anchor.Storage.Tests;

public abstract class ScanStoreTests(TestStorage storage) : IDisposable
{
    private ScanStore Store => new(storage.Database);

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_page_and_its_cursor_are_written_together_or_not_at_all()
    {
        var cursor = await AppendAsync(await Store.ReadAsync("c", default), 5, Event(3), Event(5));

        // A reader that does not know of the page.
        var stale = new StoredCursor("c", new ScanCursor().ReadUpTo(new(9, "h9")), 0);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Store.AppendAsync(stale, [Event(9)], default));

        Assert.Equal(cursor.Cursor.Latest, (await Store.ReadAsync("c", default)).Cursor.Latest);
        Assert.Equal([3, 5], (await OpenAsync()).Select(stored => stored.Event.Height));
    }

    [Fact]
    public async Task Events_are_listed_in_the_chains_order_until_they_are_told()
    {
        await AppendAsync(await Store.ReadAsync("c", default), 9, Event(9, 1), Event(9, 0), Event(2, 7), Event(2, 10));
        var open = await OpenAsync();
        Assert.Equal([(2, 7), (2, 10), (9, 0), (9, 1)], open.Select(s => (s.Event.Height, s.Event.LogIndex)));

        var page = await Store.OpenAsync("c", open[0], 2, default);
        Assert.Equal([(2, 10), (9, 0)], page.Select(s => (s.Event.Height, s.Event.LogIndex)));

        await Store.SaveAsync([.. open.Select(s => s with { Event = s.Event.Told(null) })], default);
        Assert.Empty(await OpenAsync());
    }

    [Fact]
    public async Task What_lies_above_a_rewound_cursor_is_open_again_as_orphaned_and_may_be_read_anew()
    {
        var first = await AppendAsync(await Store.ReadAsync("c", default), 3, Event(3));
        var second = await AppendAsync(first, 6, Event(4), Event(6));
        var open = await OpenAsync();
        await Store.SaveAsync([.. open.Take(2).Select(s => s with { Event = s.Event.Told(null) })], default);

        var back = second with { Cursor = second.Cursor.RewindTo(first.Cursor.Latest!)! };
        Assert.Equal(2, await Store.RewindAsync(back, default));
        // The consumer had the events in its hands meanwhile: its word is about a past that is gone.
        await Store.SaveAsync([open[2] with { Event = open[2].Event.Told(null) }], default);
        back = back with { Version = back.Version + 1 };
        await AppendAsync(back, 6, Event(4) with { Rewinds = 1 });

        Assert.Equal(
            [(4, true), (4, false), (6, true)],
            (await OpenAsync())
                .Select(s => (s.Event.Height, s.Event.IsOrphaned))
                .OrderBy(e => e.Height)
                .ThenByDescending(e => e.IsOrphaned)
        );
        Assert.Empty(await Store.SetAsideAsync("c", 10, default));
    }

    private async Task<StoredCursor> AppendAsync(
        StoredCursor cursor,
        long height,
        params ImmutableArray<ChainEvent> events
    )
    {
        var next = cursor with { Cursor = cursor.Cursor.ReadUpTo(new BlockPoint(height, $"h{height}")) };
        await Store.AppendAsync(next, events, default);
        return next with { Version = cursor.Version + 1 };
    }

    private Task<ImmutableArray<StoredEvent>> OpenAsync() => Store.OpenAsync("c", null, 10, default);

    private static ChainEvent Event(long height, long index = 0) =>
        new()
        {
            Chain = "c",
            Height = height,
            BlockHash = $"h{height}",
            LogIndex = index,
        };
}

public sealed class SqliteScanStoreTests() : ScanStoreTests(new SqliteStorage());

public sealed class PostgresScanStoreTests() : ScanStoreTests(new PostgresStorage());
