using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;
using Anchor.Storage.Mosaic;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

/// <summary>Rows of requests between chains, addresses and leases.</summary>
public abstract class MosaicStoreTests(TestStorage storage) : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Open_requests_are_listed_oldest_first_and_counted_by_status()
    {
        await SaveAsync(Request("0xb", 2), Request("0xa", 1), Request("0xc", 3, RequestStatus.Complete));
        var index = new RequestIndex(storage.Database, TimeProvider.System);

        var first = Assert.Single(await index.OpenAsync(null, 1, default));
        var second = Assert.Single(await index.OpenAsync(first, 10, default));

        Assert.Equal(["0xa", "0xb"], new[] { first, second }.Select(request => request.Terms!.RequestHash));
        Assert.Equal("0xc", (await index.FindAsync("0xc", default))!.Terms!.RequestHash);
        Assert.Equal(
            [("stake", "COMPLETE", 1L), ("stake", "REQUESTED", 2L)],
            (await index.CountAsync(default)).Select(count => (count.Kind, count.Status, count.Count))
        );
    }

    [Fact]
    public async Task What_is_overdue_is_taken_once_by_whoever_comes_first()
    {
        await SaveAsync(Request("0xa", 1), Request("0xb", 2), Request("0xc", 3, RequestStatus.Complete));
        var index = new RequestIndex(storage.Database, TimeProvider.System);

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => index.ClaimOverdueAsync(Start.AddYears(1), 1, default))
        );

        Assert.Equal(
            ["0xa", "0xb"],
            taken.SelectMany(keys => keys).Select(key => key.RequestHash).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_view_has_the_columns_that_were_asked_for_and_no_secret_in_clear()
    {
        await SaveAsync(
            Request("0xa", 1) with
            {
                Lock = new OwnLock("0xlock", "v2.sealed", "0xmessage"),
                SourceWorker = "0xs",
                TargetWorker = "0xt",
            }
        );

        var row = await storage.Database.FirstAsync(
            """
            SELECT id, stake_request_hash, message_hash, origin_chain_id, aux_chain_id, gateway_address, origin_worker_address,
                auxiliary_worker_address, hash_lock, unlock_secret, status, transactions
            FROM stake_requests WHERE pid IS NULL AND created_at <= updated_at
            """,
            row => Enumerable.Range(0, 12).Select(i => row.GetValue(i).ToString()!).ToArray()
        );

        Assert.Equal(
            ["1", "0xa", "0xmessage", "1337", "1406", "0xg", "0xs", "0xt", "0xlock", "v2.sealed", "REQUESTED", "[]"],
            row!
        );
    }

    [Fact]
    public async Task Addresses_are_kept_and_replaced()
    {
        var book = new AddressBook(storage.Database);
        var addresses = new MosaicAddresses("1337", "0xg", "1406", "0xc", "0xco", "0xa", "0xb");
        Assert.Null(await book.FindAsync("1337", "0xg", default));
        await book.SaveAsync(addresses, default);
        await book.SaveAsync(addresses with { Anchor = "0xnew" }, default);

        Assert.Equal(addresses with { Anchor = "0xnew" }, await book.FindAsync("1337", "0xg", default));
    }

    [Fact]
    public async Task A_lease_is_held_by_one_until_it_is_given_back_or_its_holder_is_buried()
    {
        var leases = new ProcessLeases(storage.Database, TimeProvider.System);
        var role = new ProcessRole("facilitator", "1406", "0xw");
        var (lease, _) = await leases.TakeAsync(role, default);

        var (none, holder) = await leases.TakeAsync(role, default);

        Assert.NotNull(lease);
        Assert.Null(none);
        Assert.Equal((Environment.ProcessId, Environment.MachineName), ((int)holder!.ProcessId, holder.Host));
        Assert.True(await leases.RenewAsync(role, lease, default));
        await leases.ReleaseAsync(role, lease, default);
        Assert.Empty(await leases.ListAsync(default));
        Assert.False(await leases.RenewAsync(role, lease, default));
        Assert.NotNull((await leases.TakeAsync(role, default)).Lease);
        await leases.BuryAsync(Assert.Single(await leases.ListAsync(default)), default);
        Assert.Empty(await leases.ListAsync(default));
    }

    private Task<WriteResult> SaveAsync(params MosaicRequest[] requests) =>
        storage.Database.WriteAsync([
            .. requests.Select(request => RequestRows.Map.Insert([request.Terms!.RequestHash], request)),
        ]);

    private static MosaicRequest Request(string hash, int minute, RequestStatus status = RequestStatus.Requested) =>
        new()
        {
            Terms = new RequestTerms(
                TransferKind.Stake,
                hash,
                PairName.Of("1337", "1406", "0xg"),
                "0xpool",
                "0xg",
                TokenAmount.Of(5),
                "0xbeneficiary",
                TokenAmount.Of(1),
                TokenAmount.Of(2),
                TokenAmount.Zero,
                "0xstaker",
                "0xproxy"
            ),
            Status = status,
            Reached = status,
            CreatedAt = Start.AddMinutes(minute),
            UpdatedAt = Start.AddMinutes(minute),
            NextDue = status.IsTerminal() ? null : Start.AddMinutes(minute + 1),
        };
}

public sealed class SqliteMosaicStoreTests() : MosaicStoreTests(new SqliteStorage());

public sealed class PostgresMosaicStoreTests() : MosaicStoreTests(new PostgresStorage());
