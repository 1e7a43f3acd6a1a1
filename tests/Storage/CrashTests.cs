using System.Diagnostics;
using System.Globalization;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

/// <summary>
/// Kills a writing process. This proves what was promised before the kill, not that the disk keeps it without power:
/// for that the commits are <c>synchronous = FULL</c>.
/// </summary>
public abstract class CrashTests(TestStorage storage) : IDisposable
{
    private const int Rounds = 3;
    private const int PromisesPerRound = 400;

    protected TestStorage Storage => storage;

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_and_no_unit_is_torn()
    {
        var promised = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            using var child = CrashChild.Start(CrashChild.PairsVerb, storage.Address);
            await ReadPromisesAsync(child, promised, killAfter: PromisesPerRound);

            var rows = (await storage.CountersAsync()).ToDictionary(row => row.Id, StringComparer.Ordinal);
            storage.Close();

            Assert.NotEmpty(promised);
            foreach (var (writer, n) in promised)
            {
                var (left, right) = (rows[$"{writer}.left"], rows[$"{writer}.right"]);
                Assert.True(left.Count >= n, $"writer {writer} was promised {n} and finds {left.Count}");
                Assert.Equal(left.Count, right.Count);
                Assert.Equal(left.Count + 1, left.Version);
                Assert.Contains($"\"count\":{left.Count},", left.Json, StringComparison.Ordinal);
            }
        }
    }

    protected static async Task<List<string>> ReadPromisesAsync(
        Process child,
        Dictionary<string, int> promised,
        int killAfter
    )
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var others = new List<string>();
        var count = 0;
        while (await child.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            var words = line.Split(' ');
            if (int.TryParse(words[0], CultureInfo.InvariantCulture, out _))
            {
                promised[words[0]] = int.Parse(words[1], CultureInfo.InvariantCulture);
            }
            else
            {
                others.Add(line);
            }

            if (++count == killAfter)
            {
                child.Kill();
            }
        }

        await child.WaitForExitAsync(deadline.Token);
        return others;
    }
}

public sealed class SqliteCrashTests() : CrashTests(new SqliteStorage())
{
    [Fact]
    public async Task A_disk_that_takes_no_more_makes_the_outcome_unknown_and_keeps_what_was_acknowledged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs ulimit");
        var promised = new Dictionary<string, int>(StringComparer.Ordinal);
        using var child = CrashChild.Start(
            CrashChild.FillVerb,
            Storage.Address,
            "trap '' XFSZ; ulimit -f 3000; exec \"$@\""
        );
        var others = await ReadPromisesAsync(child, promised, killAfter: int.MaxValue);

        Assert.StartsWith("unknown", Assert.Single(others), StringComparison.Ordinal);
        var ids = (await Storage.CountersAsync()).Select(row => row.Count).ToHashSet();
        Assert.InRange(promised["0"], 20, 1000);
        Assert.All(Enumerable.Range(0, promised["0"] + 1), n => Assert.Contains(n, ids));
        Assert.True((await Storage.Database.WriteAsync([Counters.Insert("after", 0)])).IsDurable);
    }
}

public sealed class PostgresCrashTests() : CrashTests(new PostgresStorage());
