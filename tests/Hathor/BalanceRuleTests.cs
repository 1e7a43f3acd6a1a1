using Anchor.Grains.Sync;
using Anchor.Storage.Sync;

namespace Anchor.Hathor.Tests;

/// <summary>The rules of balances, above all where the original's service is known to be weak. docs/sync.md lists them.</summary>
public sealed class BalanceRuleTests : IDisposable
{
    private const string Network = "unittests";
    private const int RewardLock = 3;
    private readonly SyncDatabase _store = new("SQLite");
    private readonly SyncProjection _projection;

    public BalanceRuleTests() => _projection = new SyncProjection(_store.Database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    // There the sweep of timelocks looked neither at rewards' heights nor at what is spent.
    [Fact]
    public async Task An_output_with_two_locks_is_free_when_both_are_and_a_spent_one_frees_nobody()
    {
        await CommitAsync(Block(0, 100), Block(1, 110, new SyncOutput("Hx", "00", 50, 0, 125, 1 + RewardLock)));
        await CommitAsync(Payment("t", "b0", Free("Hy", 10, timelock: 115)));
        await CommitAsync(Payment("u", "t", Free("Hz", 10)));

        // The time has come, the height has not.
        await CommitAsync(Block(2, 130));
        Assert.Equal((0, 50), await HeldAsync("Hx"));
        Assert.Equal((0, 0), await HeldAsync("Hy"));

        await CommitAsync(Block(3, 131), Block(4, 132));
        Assert.Equal((50, 0), await HeldAsync("Hx"));
        Assert.Equal((0, 0), await HeldAsync("Hy"));
    }

    // There a timelock that had passed stayed passed when its block was taken back.
    [Fact]
    public async Task A_timelock_that_passed_with_a_block_holds_again_when_that_block_is_taken_back()
    {
        await CommitAsync(Block(0, 100), Payment("t", "b0", Free("Hy", 10, timelock: 120)), Block(1, 119));
        Assert.Equal((0, 10), await HeldAsync("Hy"));
        await CommitAsync(Block(2, 121));
        Assert.Equal((10, 0), await HeldAsync("Hy"));

        await CommitAsync(VertexChange.Gone("b2"));

        Assert.Equal((0, 10), await HeldAsync("Hy"));
    }

    // There the heightlock was not looked at again after a reorg.
    [Fact]
    public async Task A_reward_that_was_free_is_locked_again_when_the_tip_goes_below_its_height()
    {
        await CommitAsync([.. Enumerable.Range(0, 5).Select(height => Block(height, 100 + height, Reward(height)))]);
        Assert.Equal((20, 30), await HeldAsync("Hminer"));

        await CommitAsync(VertexChange.Gone("b4"));

        Assert.Equal((10, 30), await HeldAsync("Hminer"));
    }

    // There the number of a token's transactions only grew.
    [Fact]
    public async Task A_token_forgets_the_transactions_that_fell_and_is_gone_with_the_one_that_created_it()
    {
        var creation = new SyncVertex(
            "tok",
            2,
            101,
            null,
            null,
            [new("b0", 0)],
            [new("Hx", "tok", 100, 0, null, null)],
            new TokenNames("Token", "TOK")
        );
        await CommitAsync(Block(0, 100), VertexChange.Stands(creation, null));
        await CommitAsync(Payment("t", "tok", new SyncOutput("Hy", "tok", 100, 0, null, null)));
        Assert.Equal(2, await TransactionsAsync());

        await CommitAsync(VertexChange.Gone("t"));
        Assert.Equal(1, await TransactionsAsync());

        await CommitAsync(VertexChange.Gone("tok"));
        Assert.Equal(0, await TransactionsAsync());

        async Task<long> TransactionsAsync() =>
            await _store.Database.FirstAsync(
                "SELECT transactions FROM sync_tokens WHERE network = $1 AND token = 'tok'",
                row => row.GetInt64(0),
                Network
            );
    }

    // There "now" was the clock on the wall: played again, the same blocks gave other balances.
    [Fact]
    public async Task The_time_is_the_best_blocks_and_not_the_clocks()
    {
        // All of this is long ago by any clock.
        await CommitAsync(Block(0, 100), Payment("t", "b0", Free("Hy", 10, timelock: 1_000)), Block(1, 999));
        Assert.Equal((0, 10), await HeldAsync("Hy"));

        await CommitAsync(Block(2, 1_000));
        Assert.Equal((10, 0), await HeldAsync("Hy"));
    }

    // There a transaction that stood again was deleted in one commit and came back in another.
    [Fact]
    public async Task A_transaction_that_stands_again_comes_back_in_one_commit()
    {
        await CommitAsync(Block(0, 100), Payment("t", "b0", Free("Hy", 10)));
        await CommitAsync(VertexChange.Gone("t"));
        Assert.Equal((0, 0), await HeldAsync("Hy"));
        var before = (await _projection.ReadAsync(Network, Stop)).Sequence;

        await CommitAsync(Payment("t", "b0", Free("Hy", 10)));

        Assert.Equal((10, 0), await HeldAsync("Hy"));
        Assert.Equal(before + 1, (await _projection.ReadAsync(Network, Stop)).Sequence);
    }

    // Authorities are counted: there one that was spent could leave another's bit behind.
    [Fact]
    public async Task Of_two_authorities_one_is_left_when_the_other_is_spent_and_both_are_when_that_falls()
    {
        await CommitAsync(
            Block(0, 100),
            Payment("t", "b0", Authority(1), Authority(3)),
            Payment("u", "t", Free("Hy", 0))
        );
        Assert.Equal("1 1", await AuthoritiesAsync());

        await CommitAsync(VertexChange.Gone("u"));

        Assert.Equal("2 1", await AuthoritiesAsync());

        async Task<string?> AuthoritiesAsync() =>
            await _store.Database.FirstAsync(
                "SELECT mint, melt FROM sync_balances WHERE network = $1 AND address = 'Hx' AND token = 'tok'",
                row => $"{row.GetInt64(0)} {row.GetInt64(1)}",
                Network
            );
    }

    [Fact]
    public async Task An_output_that_nobody_understands_is_nobodys_and_its_place_counts()
    {
        await CommitAsync(
            Block(0, 100),
            Payment("t", "b0", new SyncOutput(null, "00", 4, 0, null, null), Free("Hy", 6)),
            VertexChange.Stands(new SyncVertex("u", 1, 102, null, null, [new("t", 1)], [Free("Hz", 6)], null), null)
        );

        Assert.Equal((0, 0), await HeldAsync("Hy"));
        Assert.Equal((6, 0), await HeldAsync("Hz"));
    }

    private static SyncOutput Free(string address, long value, long? timelock = null) =>
        new(address, "00", value, 0, timelock, null);

    private static SyncOutput Reward(int height) => new("Hminer", "00", 10, 0, null, height + RewardLock);

    private static SyncOutput Authority(int mask) => new("Hx", "tok", 0, mask, null, null);

    private static VertexChange Block(int height, long time, params SyncOutput[] outputs) =>
        VertexChange.Stands(
            new SyncVertex(
                $"b{height}",
                0,
                time,
                height,
                height == 0 ? null : $"b{height - 1}",
                [],
                [.. outputs.Length == 0 ? [new SyncOutput("Hgenesis", "00", 10, 0, null, null)] : outputs],
                null
            ),
            null
        );

    /// <summary>Spends the first output of another.</summary>
    private static VertexChange Payment(string id, string spends, params SyncOutput[] outputs) =>
        VertexChange.Stands(
            new SyncVertex(id, 1, 101, null, null, [new OutputKey(spends, 0)], [.. outputs], null),
            null
        );

    /// <summary>After every commit the projection fits itself.</summary>
    private async Task CommitAsync(params VertexChange[] changes)
    {
        await _projection.CommitAsync(Network, new SyncUnit([.. changes]), Stop);
        Assert.DoesNotContain(
            await new SyncAudit(_store.Database).FaultsAsync(Network),
            fault => !fault.StartsWith("HTR that no reward made", StringComparison.Ordinal)
        );
    }

    private async Task<(long Unlocked, long Locked)> HeldAsync(string address) =>
        await _store.Database.FirstAsync(
            "SELECT unlocked, locked FROM sync_balances WHERE network = $1 AND address = $2 AND token = '00'",
            row => (row.GetInt64(0), row.GetInt64(1)),
            Network,
            address
        );
}
