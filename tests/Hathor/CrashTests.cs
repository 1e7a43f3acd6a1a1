using Anchor.Hosting.Sync;
using Anchor.Sandbox.Hathor;
using Anchor.Storage.Sync;

namespace Anchor.Hathor.Tests;

/// <summary>A crash after any commit, and duplicates and broken sockets between them, change nothing.</summary>
public sealed class CrashTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            // Each takes a database for each commit: in the everyday form one recording is enough, on the database that the others are not on.
            foreach (var kind in (string[])(KillTests.IsLong ? ["SQLite", "PostgreSQL"] : ["PostgreSQL"]))
            {
                string[] names = ["REORG.1", "INVALID_MEMPOOL_TRANSACTION.1", "UNVOIDED_TRANSACTION.1"];
                foreach (var way in (string[])["walker", "queue"])
                {
                    foreach (var name in names.Take(KillTests.IsLong ? 3 : 1))
                    {
                        cases.Add(kind, way, name);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_process_that_dies_after_any_one_of_its_commits_leaves_a_state_that_is_gone_on_from(
        string kind,
        string way,
        string name
    )
    {
        var recording = Recordings.Load(name);
        using var whole = new SyncDatabase(kind);
        var expected = (await RecordingCheck.FollowAsync(recording, way, whole.Database, Stop)).Hash;
        for (var commits = 1; ; commits++)
        {
            using var database = new SyncDatabase(kind);
            var dying = DyingDatabase.ByException(
                database.Database,
                commits,
                commits % 2 == 0 ? Death.Before : Death.After
            );
            var died = false;
            try
            {
                await RecordingCheck.FollowAsync(recording, way, dying, Stop);
            }
            catch (TimeoutException)
            {
                died = true;
            }

            // What was written last is there or not: both are what a crash can leave.
            var end = await RecordingCheck.FollowAsync(recording, way, database.Reopen(), Stop);

            Assert.Empty(end.Faults);
            Assert.Equal(expected, end.Hash);
            if (!died)
            {
                Assert.True(commits > 2, $"only {commits} commits");
                return;
            }
        }
    }

    /// <summary>Every recording by every way.</summary>
    public static TheoryData<string, string> Recorded
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var name in Recordings.Names)
            {
                cases.Add(name, "walker");
                cases.Add(name, "queue");
            }

            return cases;
        }
    }

    /// <summary>In the everyday form without the two long ones.</summary>
    public static TheoryData<string, string> EveryCommit =>
        [
            .. Recorded.Where(row =>
                KillTests.IsLong
                || !(row.Data.Item1.StartsWith("DEEP", StringComparison.Ordinal) || row.Data.Item1 == "TOKEN_DAG1")
            ),
        ];

    [Theory]
    [MemberData(nameof(EveryCommit))]
    public async Task A_sync_that_dies_before_and_after_each_of_its_commits_ends_as_one_that_never_died(
        string name,
        string way
    )
    {
        var recording = Recordings.Load(name);
        using var whole = new SyncDatabase("SQLite");
        var expected = (await RecordingCheck.FollowAsync(recording, way, whole.Database, Stop)).Hash;
        using var store = new SyncDatabase("SQLite");
        var node = new RecordedNode(recording);
        node.MoveOn();
        await using var host = await RecordedNodeHost.StartAsync(node, cancellationToken: Stop);
        using var http = new HttpClient();
        var deaths = 0;
        do
        {
            while (await DiesAsync(deaths % 2 == 0 ? Death.Before : Death.After))
            {
                deaths++;
            }
        } while (node.MoveOn());

        var audit = new SyncAudit(store.Reopen());
        Assert.Empty(await audit.FaultsAsync(node.Network));
        Assert.Equal(expected, await audit.HashAsync(node.Network, Stop));
        Assert.True(deaths > 1, $"{deaths} deaths");

        async Task<bool> DiesAsync(Death death)
        {
            using var follower = Faulty.Follower(
                host.Url,
                way,
                DyingDatabase.ByException(store.Reopen(), commit: 1, death),
                http
            );
            try
            {
                await RecordingCheck.CatchUpAsync(follower, Stop);
                return false;
            }
            catch (TimeoutException)
            {
                return true;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Duplicates_drops_broken_sockets_and_bad_answers_change_nothing(string name, string way)
    {
        var recording = Recordings.Load(name);
        using var smooth = new SyncDatabase("SQLite");
        var expected = (await RecordingCheck.FollowAsync(recording, way, smooth.Database, Stop)).Hash;
        using var database = new SyncDatabase("SQLite");
        RecordedNode? met = null;

        var hash = await Faulty.FollowAsync(
            recording,
            way,
            database.Database,
            node =>
            {
                met = node;
                node.Faults.Doubles = true;
                node.Faults.LosesEvery = 2;
                node.Faults.ClosesAfter = 11;
                node.Faults.Plan([
                    .. Enumerable
                        .Repeat(0, 60)
                        .SelectMany(_ =>
                            (HathorFault[])
                                [
                                    HathorFault.Broken,
                                    HathorFault.None,
                                    HathorFault.TooMany,
                                    HathorFault.Cut,
                                    HathorFault.None,
                                ]
                        ),
                ]);
            },
            Stop
        );

        Assert.Equal(expected, hash);
        Assert.True(met!.Faults.Struck > 2, $"{met.Faults.Struck} faults");
    }

    [Theory]
    [MemberData(nameof(Recordings.Names), MemberType = typeof(Recordings))]
    public async Task A_node_that_does_not_give_a_block_with_what_it_confirms_is_followed_to_the_same_state(string name)
    {
        var recording = Recordings.Load(name);
        using var modern = new SyncDatabase("SQLite");
        var expected = (await RecordingCheck.FollowAsync(recording, "walker", modern.Database, Stop)).Hash;
        using var database = new SyncDatabase("SQLite");

        var hash = await Faulty.FollowAsync(
            recording,
            "walker",
            database.Database,
            node => node.GivesTransactions = false,
            Stop
        );

        Assert.Equal(expected, hash);
    }
}
