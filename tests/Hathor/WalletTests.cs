using Anchor.Crypto;
using Anchor.Grains.Sync;
using Anchor.Ledgers.Hathor;
using Anchor.Storage.Sync;

namespace Anchor.Hathor.Tests;

public sealed class WalletTests
{
    private const string Network = "unittests";

    // BIP-32, test vector 2: any key of depth 0 derives as one of depth 3 does.
    private const string Xpub =
        "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(SyncDatabase.Kinds), MemberType = typeof(SyncDatabase))]
    public async Task A_wallet_has_what_its_addresses_have_looks_ahead_by_its_gap_and_hears_of_every_change(string kind)
    {
        using var store = new SyncDatabase(kind);
        var book = new AddressBook();
        var projection = new SyncProjection(store.Database);
        var wallets = new SyncWallets(store.Database, book, TimeProvider.System);
        var addresses = book.Derive(Network, Xpub, 0, 40);
        await projection.CommitAsync(Network, new SyncUnit([Block("b0", 0, null, null)]), Stop);
        await projection.CommitAsync(Network, new SyncUnit([Block("b1", 1, "b0", addresses[4])]), Stop);

        var wallet = await wallets.RegisterAsync(Network, Xpub, 5, Stop);
        Assert.Equal(10, wallet.Derived);
        Assert.Equal(wallet, await wallets.RegisterAsync(Network, Xpub, 5, Stop));

        var before = (await projection.ReadAsync(Network, Stop)).Sequence;
        await projection.CommitAsync(
            Network,
            new SyncUnit([
                VertexChange.Stands(Payment("t1", new("b1", 0), (addresses[9], 4000), ("Hstranger", 2400)), null),
            ]),
            Stop
        );

        wallet = (await wallets.FindAsync(Network, wallet.Id, Stop))!;
        Assert.Equal(15, wallet.Derived);
        var balance = Assert.Single(await wallets.BalancesAsync(Network, wallet.Id));
        Assert.Equal((4000L, 0L, 2L), (balance.Unlocked, balance.Locked, balance.Transactions));
        Assert.Equal(
            [("t1", -2400L, (long?)null), ("b1", 6400L, 1L)],
            (await wallets.HistoryAsync(Network, wallet.Id, null, 10)).Select(line =>
                (line.TxId, line.Amount, line.Height)
            )
        );
        Assert.Equal(
            new OutputKey("t1", 0),
            Assert.Single(await wallets.OutputsAsync(Network, wallet.Id, "00", new OutputKey("", -1), 10)).Key
        );
        Assert.Equal("t1", Assert.Single(await wallets.ChangesAsync(Network, wallet.Id, before, 10)).TxId);

        await projection.CommitAsync(Network, new SyncUnit([VertexChange.Gone("b1")]), Stop);

        Assert.Empty(await wallets.BalancesAsync(Network, wallet.Id));
        Assert.All(await wallets.HistoryAsync(Network, wallet.Id, null, 10), line => Assert.True(line.IsVoided));
        Assert.Equal(
            ["b1", "t1"],
            (await wallets.ChangesAsync(Network, wallet.Id, before, 10)).Where(c => c.IsVoided).Select(c => c.TxId)
        );
        Assert.Empty(await new SyncAudit(store.Database).FaultsAsync(Network));
    }

    [Fact]
    public async Task History_comes_in_pages_without_gaps_and_twins()
    {
        using var store = new SyncDatabase("SQLite");
        var book = new AddressBook();
        var projection = new SyncProjection(store.Database);
        var wallets = new SyncWallets(store.Database, book, TimeProvider.System);
        var address = book.Derive(Network, Xpub, 0, 1)[0];
        for (var height = 0; height < 23; height++)
        {
            await projection.CommitAsync(
                Network,
                new SyncUnit([Block($"b{height}", height, height == 0 ? null : $"b{height - 1}", address)]),
                Stop
            );
        }

        var wallet = await wallets.RegisterAsync(Network, Xpub, 5, Stop);
        List<string> seen = [];
        HistoryPlace? before = null;
        while (await wallets.HistoryAsync(Network, wallet.Id, before, 4) is { IsEmpty: false } page)
        {
            seen.AddRange(page.Select(line => line.TxId));
            before = new HistoryPlace(page[^1].Timestamp, page[^1].TxId, page[^1].Token);
        }

        Assert.Equal(Enumerable.Range(0, 23).Reverse().Select(height => $"b{height}"), seen);
    }

    [Theory]
    [MemberData(nameof(SyncDatabase.Kinds), MemberType = typeof(SyncDatabase))]
    public async Task What_is_forgotten_is_gone_and_wallets_stay(string kind)
    {
        using var store = new SyncDatabase(kind);
        var projection = new SyncProjection(store.Database);
        var wallets = new SyncWallets(store.Database, new AddressBook(), TimeProvider.System);
        var wallet = await wallets.RegisterAsync(Network, Xpub, 5, Stop);
        await projection.CommitAsync(Network, new SyncUnit([Block("b0", 0, null, "Hx")]), Stop);

        Assert.True(await projection.ForgetAsync(Network, Stop));

        Assert.Equal(SyncPosition.Empty, await projection.ReadAsync(Network, Stop));
        Assert.Empty(await new SyncAudit(store.Database).BalancesAsync(Network));
        Assert.NotNull(await wallets.FindAsync(Network, wallet.Id, Stop));
        await projection.CommitAsync(Network, new SyncUnit([Block("b0", 0, null, "Hx")]), Stop);
    }

    [Fact]
    public async Task Rewards_that_nobody_spent_are_locked_again_when_the_tip_goes_down()
    {
        using var store = new SyncDatabase("SQLite");
        var projection = new SyncProjection(store.Database);
        for (var height = 0; height < 8; height++)
        {
            var block = new SyncVertex(
                $"b{height}",
                0,
                100 + height,
                height,
                null,
                [],
                [new("Hx", "00", 10, 0, null, height + 3)],
                null
            );
            await projection.CommitAsync(Network, new SyncUnit([VertexChange.Stands(block, null)]), Stop);
        }

        await projection.CommitAsync(Network, new SyncUnit([VertexChange.Gone("b7"), VertexChange.Gone("b6")]), Stop);

        Assert.Empty(await new SyncAudit(store.Database).FaultsAsync(Network));
    }

    private static VertexChange Block(string id, long height, string? parent, string? address) =>
        VertexChange.Stands(
            new SyncVertex(id, 0, 100 + height, height, parent, [], [new(address, "00", 6400, 0, null, null)], null),
            null
        );

    private static SyncVertex Payment(string id, OutputKey input, params (string Address, long Value)[] outputs) =>
        new(
            id,
            1,
            150,
            null,
            null,
            [input],
            [.. outputs.Select(o => new SyncOutput(o.Address, "00", o.Value, 0, null, null))],
            null
        );
}
