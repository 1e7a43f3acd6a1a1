using System.Text.Json;
using Anchor.Storage.Tests.Support;

namespace Anchor.Storage.Tests;

/// <summary>Random work whose seed is printed; give it to <c>STORAGE_TEST_SEED</c> to see the same again.</summary>
public abstract class ConcurrencyTests(ITestOutputHelper output, TestStorage storage) : IDisposable
{
    private const int Accounts = 12;
    private const int Start = 1000;
    private readonly int _seed = TestSeed.Value;

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Transfers_by_many_writers_lose_nothing_and_readers_never_see_half_a_unit()
    {
        output.WriteLine($"seed {_seed}");
        foreach (var account in Enumerable.Range(0, Accounts))
        {
            await storage.Database.WriteAsync([Counters.Insert($"{account}", Start)]);
        }

        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() => WatchAsync(stop.Token));
        var accepted = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(n => Task.Run(() => TransferAsync(_seed + n)))
        );
        await stop.CancelAsync();
        await reader;

        var rows = await storage.CountersAsync();
        Assert.All(accepted, count => Assert.True(count > 0));
        Assert.Equal(Accounts * Start, rows.Sum(row => row.Count));
        Assert.Equal(2 * accepted.Sum(), rows.Sum(row => row.Version - 1));
        Assert.All(rows, AssertColumnsMatchJson);
    }

    [Fact]
    public async Task Bursts_end_as_if_their_units_had_come_one_after_the_other()
    {
        output.WriteLine($"seed {_seed}");
        var random = new Random(_seed);
        var model = new SortedDictionary<string, (long Version, int Count)>(StringComparer.Ordinal);
        for (var burst = 0; burst < 150; burst++)
        {
            var writes = new List<(Task<WriteResult> Write, bool Expected)>();
            for (var unit = random.Next(1, 20); unit > 0; unit--)
            {
                var steps = RandomSteps(random, model);
                var expected = TryApply(model, steps);
                writes.Add((storage.Database.WriteAsync([.. steps.Select(step => step.Operation)]), expected));
            }

            foreach (var (write, expected) in writes)
            {
                Assert.Equal(expected, (await write).IsDurable);
            }
        }

        var rows = await storage.CountersAsync();
        Assert.NotEmpty(rows);
        Assert.Equal(
            model.Select(entry => (entry.Key, entry.Value.Version, entry.Value.Count)),
            rows.Select(row => (row.Id, row.Version, row.Count))
        );
        Assert.All(rows, AssertColumnsMatchJson);
    }

    private async Task<int> TransferAsync(int seed)
    {
        var random = new Random(seed);
        var accepted = 0;
        for (var n = 0; n < 60; n++)
        {
            var (from, to) = (random.Next(Accounts), random.Next(Accounts - 1));
            to += to >= from ? 1 : 0;
            var (source, target) = (await ReadAsync(from), await ReadAsync(to));
            var amount = random.Next(50);
            var result = await storage.Database.WriteAsync([
                Counters.Update($"{from}", source.Count - amount, source.Version),
                Counters.Update($"{to}", target.Count + amount, target.Version),
            ]);
            accepted += result.IsDurable ? 1 : 0;
        }

        return accepted;
    }

    private async Task<(int Count, long Version)> ReadAsync(int account) =>
        await storage.Database.FirstAsync(
            "SELECT count, version FROM counters WHERE id = $1",
            row => (row.GetInt32(0), row.GetInt64(1)),
            $"{account}"
        );

    private async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var rows = await storage.CountersAsync();
            Assert.Equal(Accounts * Start, rows.Sum(row => row.Count));
            Assert.All(rows, AssertColumnsMatchJson);
        }
    }

    private static void AssertColumnsMatchJson((string Id, long Version, int Count, string Json) row) =>
        Assert.Equal(row.Count, JsonSerializer.Deserialize(row.Json, CounterJson.Default.Counter)!.Count);

    private static List<Step> RandomSteps(Random random, SortedDictionary<string, (long Version, int Count)> model)
    {
        var steps = new List<Step>();
        foreach (var id in Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"k{random.Next(8)}").Distinct())
        {
            var known = model.TryGetValue(id, out var row) ? row.Version : 1;
            var version = random.Next(5) == 0 ? known + 1 : known;
            var count = random.Next(100);
            steps.Add(
                random.Next(4) switch
                {
                    0 => new(id, StepKind.Insert, 0, count, Counters.Insert(id, count)),
                    1 => new(id, StepKind.Delete, version, 0, Counters.Map.Delete([id], version)),
                    _ => new(id, StepKind.Update, version, count, Counters.Update(id, count, version)),
                }
            );
        }

        return steps;
    }

    private static bool TryApply(SortedDictionary<string, (long Version, int Count)> model, List<Step> steps)
    {
        if (!steps.TrueForAll(Fits))
        {
            return false;
        }

        foreach (var step in steps)
        {
            if (step.Kind == StepKind.Delete)
            {
                model.Remove(step.Id);
            }
            else
            {
                model[step.Id] = (step.Version + 1, step.Count);
            }
        }

        return true;

        bool Fits(Step step) =>
            step.Kind == StepKind.Insert
                ? !model.ContainsKey(step.Id)
                : model.TryGetValue(step.Id, out var row) && row.Version == step.Version;
    }

    private enum StepKind
    {
        Insert,
        Update,
        Delete,
    }

    private sealed record Step(string Id, StepKind Kind, long Version, int Count, RowOperation Operation);
}

public sealed class SqliteConcurrencyTests(ITestOutputHelper output) : ConcurrencyTests(output, new SqliteStorage());

public sealed class PostgresConcurrencyTests(ITestOutputHelper output)
    : ConcurrencyTests(output, new PostgresStorage());
