using Anchor.Domain.Workers;
using Anchor.Grains.Ports;
using Anchor.Storage.Tests.Support;
using Anchor.Storage.Workers;
using Orleans.Storage;

namespace Anchor.Storage.Tests;

public abstract class WorkerStoreTests(TestStorage storage) : IDisposable
{
    private const string Account = "1337/0xworker";

    private WorkerStore Store => new(storage.Database);

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_nonce_and_the_bytes_that_use_it_are_written_together_or_not_at_all()
    {
        var account = await Store.ReadAsync(Account, default);
        Assert.Equal((null, 0), (account.Account.NextNonce, account.Version));
        var next = account with { Account = new WorkerAccount { NextNonce = 1 } };
        await Store.SaveAsync(next, new(Order("a", WorkerStatus.InFlight, 0), 0), default);

        // Another activation, which has not seen that the nonce was given.
        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Store.SaveAsync(next, new(Order("b", WorkerStatus.InFlight, 0), 0), default)
        );

        Assert.Null(await Store.FindAsync("b", default));
        Assert.Equal("a", (await Store.FindByNonceAsync(Account, 0, default))!.Transaction.Order.OrderId);
        var read = await Store.ReadAsync(Account, default);
        Assert.Equal((1, 1), (read.Account.NextNonce, read.Version));
    }

    [Fact]
    public async Task An_id_is_ordered_once()
    {
        await Store.SaveAsync(null, new(Order("a"), 0), default);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Store.SaveAsync(null, new(Order("a"), 0), default));
        await Store.SaveAsync(null, new(Order("a"), 1), default);
        Assert.Equal(2, (await Store.FindAsync("a", default))!.Version);
    }

    [Fact]
    public async Task Open_ones_are_listed_until_they_are_done_and_a_nonce_is_found_as_long_as_its_bytes_count()
    {
        await Store.SaveAsync(null, new(Order("late", minutes: 9), 0), default);
        await Store.SaveAsync(null, new(Order("early", WorkerStatus.InFlight, 3, minutes: 1), 0), default);
        await Store.SaveAsync(null, new(Order("done", WorkerStatus.Succeeded, 2, ended: true), 0), default);
        await Store.SaveAsync(null, new(Order("filler", WorkerStatus.Succeeded, 1), 0), default);

        var open = await Store.OpenAsync(Account, default);

        Assert.Equal(["early", "late"], open.Select(stored => stored.Transaction.Order.OrderId));
        Assert.Equal([Account], await Store.AccountsAsync(default));
        Assert.Equal("done", (await Store.FindByNonceAsync(Account, 2, default))!.Transaction.Order.OrderId);
        Assert.Null(await Store.FindByNonceAsync(Account, 1, default));
    }

    private static WorkerTransaction Order(
        string id,
        WorkerStatus status = WorkerStatus.Queued,
        long? nonce = null,
        int minutes = 0,
        bool ended = false
    ) =>
        new()
        {
            Order = new WorkerOrder(id, Account, "0xto", "0", "0x", 0),
            Status = status,
            OrderedAt = new DateTimeOffset(2030, 1, 1, 0, minutes, 0, TimeSpan.Zero),
            Nonce = nonce,
            End = ended ? new WorkerEnd("0xhash", 1, 1, "1", true, null) : null,
        };
}

public sealed class SqliteWorkerStoreTests() : WorkerStoreTests(new SqliteStorage());

public sealed class PostgresWorkerStoreTests() : WorkerStoreTests(new PostgresStorage());
