using Anchor.Domain.Payouts;
using Anchor.Grains.Ports;
using Anchor.Storage.Payouts;
using Anchor.Storage.Tests.Support;
using Orleans.Storage;
using static Anchor.Storage.Tests.Support.Samples;

namespace Anchor.Storage.Tests;

public abstract class PayoutStoreTests(TestStorage storage) : IDisposable
{
    private PayoutStore Store => new(storage.Database);

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_purpose_is_ordered_once()
    {
        var stored = await Store.SaveAsync([new StoredPayout(Payout("p"), 0)], default);

        Assert.Equal(1, Assert.Single(stored).Version);
        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Store.SaveAsync([new StoredPayout(Payout("p"), 0)], default)
        );
        Assert.Equal((1, "p"), await VersionAsync("p"));
        Assert.Null(await Store.FindAsync("q", default));
    }

    [Fact]
    public async Task Rows_saved_together_are_all_written_or_none()
    {
        await Store.SaveAsync([new StoredPayout(Payout("a"), 0), new StoredPayout(Payout("b"), 0)], default);

        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Store.SaveAsync([new StoredPayout(Payout("a"), 1), new StoredPayout(Payout("b"), 7)], default)
        );
        Assert.Equal((1, "a"), await VersionAsync("a"));
        await Store.SaveAsync([new StoredPayout(Payout("a"), 1), new StoredPayout(Payout("b"), 1)], default);
        Assert.Equal((2, "b"), await VersionAsync("b"));
    }

    [Fact]
    public async Task Open_ones_of_an_account_are_listed_oldest_order_first_until_they_are_done()
    {
        await Store.SaveAsync(
            [
                new(Payout("late", 9), 0),
                new(Payout("early", 1), 0),
                new(Payout("paid", 2) with { Status = PayoutStatus.Paid, Told = false }, 0),
                new(Payout("done", 2) with { Status = PayoutStatus.Paid, Told = true }, 0),
                new(Payout("elsewhere", account: "GELSEWHERE"), 0),
            ],
            default
        );

        var open = await Store.OpenAsync(Distribution, default);
        Assert.Equal(["early", "paid", "late"], open.Select(stored => stored.Payout.Order.PurposeId));
        await Store.SaveAsync([open[1] with { Payout = open[1].Payout with { Told = true } }], default);
        Assert.Equal(2, (await Store.OpenAsync(Distribution, default)).Length);
    }

    private async Task<(long, string)> VersionAsync(string purposeId)
    {
        var stored = (await Store.FindAsync(purposeId, default))!;
        return (stored.Version, stored.Payout.Order.PurposeId);
    }
}

public sealed class SqlitePayoutStoreTests() : PayoutStoreTests(new SqliteStorage());

public sealed class PostgresPayoutStoreTests() : PayoutStoreTests(new PostgresStorage());
