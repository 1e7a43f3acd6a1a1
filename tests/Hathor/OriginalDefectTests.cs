using System.Text.Json.Nodes;
using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Hathor.Vertices;
using Anchor.Hosting.Sync;
using Anchor.Ledgers.Hathor;
using Anchor.Ledgers.Hathor.WalletService;
using Anchor.Sandbox.Hathor;
using Anchor.Storage.Sync;

namespace Anchor.Hathor.Tests;

/// <summary>What the original sync daemon did wrong on the way from the node to the wallet; each must not happen here. docs/sync.md lists them all.</summary>
public sealed class OriginalDefectTests
{
    private const string Network = "unittests";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Every answer that was no success was an error there, a reorg too.
    [Fact]
    public async Task A_reorg_is_a_reorg_and_no_error_and_does_its_work()
    {
        var grower = new ForkGrower(Recordings.Load("SINGLE_CHAIN_ONE_BLOCK.1"), seed: 1);
        grower.Grow(6);
        var before = grower.ToRecording("before").Events.Length;
        grower.Fork(4);
        await using var world = await SyncWorld.StartAsync(grower.ToRecording("after"));
        world.Node.MoveTo(before);
        await RecordingCheck.CatchUpAsync(world.Walker, Stop);
        world.Node.MoveToEnd();

        var step = await world.Walker.StepAsync(Stop);
        Assert.Equal(SyncStepKind.Reorg, step.Kind);
        var back = await world.Walker.TakeBackAsync(Stop);
        Assert.Equal((SyncStepKind.Done, 4), (back.Kind, back.BlocksTakenBack));
        Assert.Equal(SyncStepKind.Done, (await world.Walker.StepAsync(Stop)).Kind);

        Assert.Equal(grower.Height, (await world.Projection.ReadAsync(Network, Stop)).Tip!.Height);
    }

    // The block was sent first: what it confirmed was never sent again if that failed.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_block_is_there_with_all_that_it_confirms_or_not_at_all(int death)
    {
        var chain = new Crafted().Block(1, 0).Block(2, 1, 1).Transaction(3, 4, [], 2).Block(4, 2, 2, 3);
        await using var world = await SyncWorld.StartAsync(chain.ToRecording());
        world.Node.MoveToEnd();
        using (var dying = world.WalkerOn(DyingDatabase.ByException(world.Store.Database, commit: 3, (Death)death)))
        {
            await Assert.ThrowsAsync<TimeoutException>(() => dying.StepAsync(Stop));
        }

        var isThere = (Death)death == Death.After;
        Assert.Equal(isThere, await world.Projection.HasAsync(Network, Crafted.Id(4), Stop));
        Assert.Equal(isThere, await world.Projection.HasAsync(Network, Crafted.Id(3), Stop));
        await RecordingCheck.CatchUpAsync(world.Walker, Stop);
        Assert.True(await world.Projection.HasAsync(Network, Crafted.Id(3), Stop));
    }

    // Inputs went without the transaction that they spend, and zeros became null.
    [Fact]
    public void What_is_delivered_says_what_each_input_spends_and_keeps_its_zeros()
    {
        var spent = new HathorOutput
        {
            Value = 0,
            TokenData = 0,
            Token = "00",
            Type = "P2PKH",
            Address = "H",
            Timelock = 0,
        };
        var vertex = new HathorVertex
        {
            Id = "b",
            Version = 1,
            Timestamp = 0,
            Inputs = [new HathorInput("a", 0, spent)],
            Outputs = [spent],
        };

        var prepared = PreparedTransaction.Of(vertex, height: 0);

        Assert.Equal("""["a",0]""", new JsonArray(Taken("inputs", "tx_id"), Taken("inputs", "index")).ToJsonString());
        foreach (var side in (string[])["inputs", "outputs"])
        {
            Assert.Equal(0, Taken(side, "value").GetValue<long>());
            Assert.Equal(0, Taken(side, "token_data").GetValue<int>());
            Assert.Equal(0, prepared[side]![0]!["decoded"]!["timelock"]!.GetValue<long>());
        }

        Assert.Equal(0, prepared["height"]!.GetValue<long>());

        JsonNode Taken(string side, string name) => prepared[side]![0]![name]!.DeepClone();
    }

    // Only parents were followed, so that a transaction which only inputs lead to was missed, and a tangle took for ever.
    [Fact]
    public async Task What_a_block_confirms_is_found_over_inputs_too_and_each_of_it_once()
    {
        var chain = new Crafted()
            .Block(1, 0)
            .Block(2, 1, 1)
            .Block(3, 2, 2)
            .Transaction(4, 8, [], 2)
            .Transaction(5, 8, [], 4)
            .Transaction(6, 8, [5], 5)
            .Transaction(7, 8, [6, 5], 3)
            .Block(8, 3, 3, 7, 6);
        await using var world = await SyncWorld.StartAsync(chain.ToRecording());
        world.Node.GivesTransactions = false;
        world.Node.MoveToEnd();

        var step = await world.Walker.StepAsync(Stop);

        Assert.Equal((SyncStepKind.Done, 8), (step.Kind, step.Vertices));
        foreach (var transaction in (int[])[4, 5, 6, 7])
        {
            Assert.True(await world.Projection.HasAsync(Network, Crafted.Id(transaction), Stop), $"{transaction}");
        }
    }

    // The newest block by its time bounded the walk, though it may be voided.
    [Fact]
    public async Task The_walk_goes_to_the_best_block_and_not_to_the_newest()
    {
        var chain = new Crafted().Block(1, 0).Block(2, 1, 1).VoidedBlock(3, 1, 1).VoidedBlock(4, 2, 3);
        await using var world = await SyncWorld.StartAsync(chain.ToRecording());
        world.Node.MoveToEnd();
        Assert.Equal(Crafted.Id(4), (await world.Client.GetNewestBlockAsync(Stop))!.Id);

        var step = await world.Walker.StepAsync(Stop);

        Assert.Equal((SyncStepKind.Done, Crafted.Id(2)), (step.Kind, step.Tip!.Id));
    }

    // Nobody looked whether a block follows the one before it.
    [Fact]
    public async Task A_block_that_does_not_follow_our_tip_is_not_taken_in_and_is_no_failure()
    {
        var grower = new ForkGrower(Recordings.Load("SINGLE_CHAIN_ONE_BLOCK.1"), seed: 2);
        grower.Grow(9);
        var before = grower.ToRecording("before").Events.Length;
        grower.Fork(7);
        await using var world = await SyncWorld.StartAsync(grower.ToRecording("after"));
        world.Node.MoveTo(before);
        // The walk begins on the old chain; when it asks for the block at 5, which is of the fork, the node is on the new one.
        world.Asks = url =>
        {
            if (url.Query == "?height=5&include_transactions=full")
            {
                world.Node.MoveToEnd();
            }
        };

        var step = await world.WalkerOn(world.Store.Database, parallel: 1).StepAsync(Stop);

        Assert.Equal(SyncStepKind.Progressed, step.Kind);
        Assert.Equal(4, (await world.Projection.ReadAsync(Network, Stop)).Tip!.Height);
        Assert.Empty(await new SyncAudit(world.Store.Database).FaultsAsync(Network));
        await RecordingCheck.CatchUpAsync(world.Walker, Stop);
        Assert.Equal(grower.Height, (await world.Projection.ReadAsync(Network, Stop)).Tip!.Height);
    }

    // Whole answers were cached, with what changes in them.
    [Fact]
    public async Task What_a_node_said_of_a_transaction_is_asked_anew()
    {
        var grower = new ForkGrower(Recordings.Load("SINGLE_CHAIN_BLOCKS_AND_TRANSACTIONS.1"), seed: 3);
        var before = grower.ToRecording("before").Events.Length;
        grower.Grow(1);
        grower.Fork(3);
        await using var world = await SyncWorld.StartAsync(grower.ToRecording("after"));
        world.Node.MoveTo(before);
        var block = (await world.Client.GetStatusAsync(Stop)).Best;
        Assert.False((await world.Client.GetTransactionAsync(block.Id, Stop))!.IsVoided);

        world.Node.MoveToEnd();

        Assert.True((await world.Client.GetTransactionAsync(block.Id, Stop))!.IsVoided);
        Assert.NotEqual(
            block.Id,
            (await world.Client.GetBlockAtHeightAsync(block.Height, withTransactions: true, Stop))!.Block.Id
        );
    }
}
