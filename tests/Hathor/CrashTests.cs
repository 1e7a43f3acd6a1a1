using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Hosting.Sync;
using Anchor.Sandbox.Hathor;
using Anchor.Storage;

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
            foreach (var kind in (string[])["SQLite", "PostgreSQL"])
            {
                // A schema of PostgreSQL's takes a while to make: in the everyday form one recording is enough there.
                var isLong = Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1";
                string[] names = ["REORG.1", "INVALID_MEMPOOL_TRANSACTION.1", "UNVOIDED_TRANSACTION.1"];
                foreach (var way in (string[])["walker", "queue"])
                {
                    foreach (
                        var name in names.Take(
                            isLong ? 3
                            : kind == "SQLite" ? 2
                            : 1
                        )
                    )
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
            var dying = new DyingDatabase(database.Database, commits, diesBefore: commits % 2 == 0);
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

    [Theory]
    [InlineData("walker")]
    [InlineData("queue")]
    public async Task Duplicates_broken_sockets_and_bad_answers_change_nothing(string way)
    {
        var recording = Recordings.Load("DEEP_REORG.s3.n20.d5.t2");
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
                node.Faults.ClosesAfter = 11;
                node.Faults.Plan([
                    .. Enumerable
                        .Repeat(0, 60)
                        .SelectMany(_ =>
                            (HathorFault[])
                                [
                                    HathorFault.None,
                                    HathorFault.Broken,
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
        Assert.True(met!.Faults.Struck > 20, $"{met.Faults.Struck} faults");
    }

    /// <summary>Dies at a commit: by turns before it, and after it before anybody hears of it.</summary>
    private sealed class DyingDatabase(IDatabase database, int commits, bool diesBefore) : IDatabase
    {
        private int _commits;

        public string Engine => database.Engine;

        public string Location => database.Location;

        public CancellationToken Lost => database.Lost;

        public async Task<WriteResult> WriteAsync(
            IReadOnlyList<RowOperation> operations,
            CancellationToken cancellationToken = default
        )
        {
            var dies = ++_commits >= commits;
            if (dies && diesBefore)
            {
                throw new TimeoutException("It died.");
            }

            var result = await database.WriteAsync(operations, cancellationToken);
            return dies ? throw new TimeoutException("It died.") : result;
        }

        public ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> row, params object?[] values) =>
            database.FirstAsync(sql, row, values);

        public ValueTask<ImmutableArray<T>> ListAsync<T>(
            string sql,
            Func<DbDataReader, T> row,
            params object?[] values
        ) => database.ListAsync(sql, row, values);

        public string NextStamp() => database.NextStamp();

        public void Dispose() { }
    }
}
