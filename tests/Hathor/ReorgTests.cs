using System.Globalization;
using System.Security.Cryptography;
using Anchor.Hosting.Sync;
using Anchor.Ledgers.Hathor;
using Anchor.Sandbox.Hathor;
using Anchor.Storage.Sync;

namespace Anchor.Hathor.Tests;

public sealed class ReorgTests(ITestOutputHelper output)
{
    private const string Network = "unittests";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SINGLE_CHAIN_BLOCKS_AND_TRANSACTIONS.1")]
    [InlineData("TOKEN_DAG1")]
    [InlineData("UNVOIDED_TRANSACTION.1")]
    public async Task After_random_forks_of_depth_1_to_20_both_ways_equal_a_fresh_sync_of_the_winning_chain(string name)
    {
        var seed = Seed();
        var grower = new ForkGrower(Recordings.Load(name), seed);
        var random = new Random(seed);
        var deepest = 0;
        grower.Grow(12);
        for (var round = 0; round < 6; round++)
        {
            grower.Grow(random.Next(1, 5));
            grower.DoubleSpend();
            var depth = random.Next(1, Math.Min(20, grower.Height - 1) + 1);
            deepest = Math.Max(deepest, depth);
            grower.Fork(depth);
        }

        grower.Grow(2);
        var recording = grower.ToRecording($"{name}+{seed}");
        output.WriteLine($"deepest fork {deepest}, {recording.Events.Length} events");

        var verdict = await RecordingCheck.RunAsync(recording, Stop);

        Assert.Empty(verdict.Disagreements);
        Assert.All(
            verdict.Ways,
            way => Assert.True(way.BlocksTakenBack >= deepest, $"{way.Way}: {way.BlocksTakenBack}")
        );
        Assert.Equal(await FreshAsync(recording), verdict.Ways[0].Hash);
    }

    /// <summary>What forks of every depth are grown from; in the everyday form one recording.</summary>
    public static TheoryData<string> Grown => KillTests.IsLong ? Recordings.Names : ["REORG.1"];

    [Theory]
    [MemberData(nameof(Grown))]
    public async Task After_forks_of_every_depth_from_1_to_20_both_ways_equal_a_fresh_sync_of_the_winning_chain(
        string name
    )
    {
        var seed = Seed();
        var grower = new ForkGrower(Recordings.Load(name), seed);
        var depths = Enumerable.Range(1, 20).ToArray();
        new Random(seed).Shuffle(depths);
        grower.Grow(22);
        foreach (var depth in depths)
        {
            grower.Grow(1);
            grower.DoubleSpend();
            grower.Fork(depth);
        }

        var recording = grower.ToRecording($"{name}+{seed}");

        var verdict = await RecordingCheck.RunAsync(recording, Stop);

        Assert.Empty(verdict.Disagreements);
        // What the recording itself took back comes to it.
        Assert.All(verdict.Ways, way => Assert.True(way.BlocksTakenBack >= 210, $"{way.Way}: {way.BlocksTakenBack}"));
        Assert.Equal(await FreshAsync(recording), verdict.Ways[0].Hash);
    }

    // The original leaves the reward unlocked: its heightlock is not looked at again after a reorg.
    [Theory]
    [InlineData("walker")]
    [InlineData("queue")]
    public async Task The_reward_that_an_invalid_transaction_had_spent_is_locked_again_after_the_reorg(string way)
    {
        const string Address = "HRQe4CXj8AZXzSmuNztU8iQR74QTQMbnTs";
        using var database = new SyncDatabase("SQLite");

        await RecordingCheck.FollowAsync(
            Recordings.Load("INVALID_MEMPOOL_TRANSACTION.1"),
            way,
            database.Database,
            Stop
        );

        var held = await database.Database.FirstAsync(
            "SELECT unlocked, locked FROM sync_balances WHERE network = $1 AND address = $2 AND token = '00'",
            row => $"{row.GetInt64(0)} {row.GetInt64(1)}",
            Network,
            Address
        );
        Assert.Equal("0 6400", held);
    }

    [Fact]
    public async Task A_node_that_moves_on_between_any_two_answers_is_followed_to_the_same_state()
    {
        var seed = Seed();
        var grower = new ForkGrower(Recordings.Load("DEEP_REORG.s3.n20.d5.t2"), seed);
        grower.Grow(4);
        grower.Fork(7);
        grower.Grow(3);
        var recording = grower.ToRecording($"moving+{seed}");
        using var database = new SyncDatabase("SQLite");

        var hash = await Faulty.FollowAsync(
            recording,
            "walker",
            database.Database,
            node =>
            {
                // Every second answer is of a chain that is gone when it arrives.
                node.Faults.Plan([
                    .. Enumerable
                        .Repeat(0, 400)
                        .SelectMany(_ => (HathorFault[])[HathorFault.None, HathorFault.MovesOn]),
                ]);
            },
            Stop
        );

        Assert.Equal(await FreshAsync(recording), hash);
    }

    // What is acknowledged while events are on their way is refused by the node, which sends them again from there.
    [Theory]
    [InlineData(7)]
    [InlineData(50)]
    public async Task The_event_queue_is_followed_without_a_refusal_while_the_node_goes_on(int window)
    {
        var recording = Recordings.Load("DEEP_REORG.s3.n20.d5.t2");
        var expected = await FreshAsync(recording);
        await using var world = await SyncWorld.StartAsync(recording);
        world.Node.MoveOn();
        world.Node.Faults.ReadsEvery = TimeSpan.FromMilliseconds(20);
        using var follower = new QueueFollower(
            world.Network,
            new SyncProjection(world.Store.Database),
            window,
            TimeProvider.System
        );
        var moving = Task.Run(
            () =>
            {
                while (world.Node.MoveOn())
                {
                    Thread.SpinWait(300_000);
                }
            },
            Stop
        );

        while (!moving.IsCompleted)
        {
            await RecordingCheck.CatchUpAsync(follower, Stop);
        }

        await RecordingCheck.CatchUpAsync(follower, Stop);
        Assert.Equal(expected, await new SyncAudit(world.Store.Database).HashAsync(Network, Stop));
    }

    private static async Task<string> FreshAsync(HathorRecording recording)
    {
        using var database = new SyncDatabase("SQLite");
        return await Faulty.FollowAsync(recording, "walker", database.Database, node => node.MoveToEnd(), Stop);
    }

    private int Seed()
    {
        const string Variable = "ANCHOR_TEST_SEED";
        var seed = int.TryParse(
            Environment.GetEnvironmentVariable(Variable),
            CultureInfo.InvariantCulture,
            out var given
        )
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"{Variable}={seed}");
        return seed;
    }
}
