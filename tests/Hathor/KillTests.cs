using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Anchor.Hosting.Sync;
using Anchor.Sandbox.Hathor;
using Anchor.Storage.Sync;

namespace Anchor.Hathor.Tests;

/// <summary>
/// Processes that follow a recording and are killed (SIGKILL) at their commits, each beginning where the one before died: what they leave
/// is the state of a process that was never killed.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 50;
    private const string Seed = "ANCHOR_TEST_SEED";

    // Turns of an empty loop: from nothing to some milliseconds, in which a commit is done.
    private const int LongestSpin = 60_000;

    private static readonly string[] Small =
    [
        "REORG.1",
        "INVALID_MEMPOOL_TRANSACTION.1",
        "UNVOIDED_TRANSACTION.1",
        "SINGLE_CHAIN_BLOCKS_AND_TRANSACTIONS.1",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static bool IsLong => Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1";

    /// <summary>In the everyday form the shortest.</summary>
    public static TheoryData<string, string, string> EveryStep
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            if (!IsLong)
            {
                cases.Add("SQLite", "walker", "ONLY_LOAD.1");
                return cases;
            }

            foreach (var way in (string[])["walker", "queue"])
            {
                foreach (var name in Recordings.Names)
                {
                    cases.Add("SQLite", way, name);
                }

                cases.Add("PostgreSQL", way, "REORG.1");
            }

            return cases;
        }
    }

    [Fact]
    public async Task Fifty_kills_at_random_steps_leave_the_state_of_a_sync_that_was_never_killed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Seed), CultureInfo.InvariantCulture, out var given)
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"{Seed}={seed}");
        var told = new ConcurrentQueue<string>();

        // One of the two mostly waits for its process to start.
        var kills = await Task.WhenAll(
            ((string[])["walker", "queue"]).Select(way => Task.Run(() => KillAsync(way, new Random(seed)), Stop))
        );

        foreach (var line in told)
        {
            output.WriteLine(line);
        }

        Assert.True(kills.Sum() >= Kills, $"{kills.Sum()} kills");

        async Task<int> KillAsync(string way, Random random)
        {
            var killed = 0;
            for (var round = random.Next(Small.Length); killed < Kills / 2; round++)
            {
                var name = Small[round % Small.Length];
                var here = await FollowKilledAsync(
                    "SQLite",
                    way,
                    name,
                    _ => (random.Next(1, 4), (Death)random.Next(3), random.Next(LongestSpin))
                );
                told.Enqueue($"{way}, {name}: {here} kills");
                killed += here;
            }

            return killed;
        }
    }

    [Theory]
    [MemberData(nameof(EveryStep))]
    public async Task Kills_before_and_after_every_commit_leave_the_state_of_a_sync_that_was_never_killed(
        string kind,
        string way,
        string name
    )
    {
        var kills = await FollowKilledAsync(
            kind,
            way,
            name,
            kill => (1, kill % 2 == 0 ? Death.Before : Death.After, 0)
        );

        output.WriteLine($"{kills} kills");
        Assert.True(kills > 1, $"{kills} kills");
    }

    private static async Task<int> FollowKilledAsync(
        string kind,
        string way,
        string name,
        Func<int, (int Commit, Death Death, int Spin)> next
    )
    {
        var recording = Recordings.Load(name);
        using var whole = new SyncDatabase("SQLite");
        var expected = await RecordingCheck.FollowAsync(recording, way, whole.Database, Stop);
        using var store = new SyncDatabase(kind);
        var node = new RecordedNode(recording);
        node.MoveOn();
        await using var host = await RecordedNodeHost.StartAsync(node, cancellationToken: Stop);
        var kills = 0;
        while (true)
        {
            var (commit, death, spin) = next(kills);
            var order = new KilledChild.Order(host.Url, way, store.File, store.Postgres, commit, death, spin);
            if (!await KilledChild.DiesAsync(order, Stop))
            {
                break;
            }

            kills++;
        }

        var audit = new SyncAudit(store.Database);
        Assert.Empty(await audit.FaultsAsync(node.Network));
        Assert.Equal(expected.Hash, await audit.HashAsync(node.Network, Stop));
        return kills;
    }
}
