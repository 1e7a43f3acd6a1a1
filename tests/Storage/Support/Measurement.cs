using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Anchor.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Storage.Tests.Support;

/// <summary>Measures durable writes and reads by key on this machine: <c>dotnet run -- measure FILE</c>.</summary>
internal static class Measurement
{
    private const int Rows = 20_000;
    private static readonly string Note = new('n', 450);

    public static async Task RunAsync(string path)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var database = TestStorage.Open(path, Counters.Schema, services.GetRequiredService<IMeterFactory>());
        Say($"SQLite {SqliteLibrary.Version} from {SqliteLibrary.Origin}, {Environment.ProcessorCount} cores");
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(n => database.WriteAsync([Insert(n)])));
        var versions = Enumerable.Repeat(1L, Rows).ToArray();
        foreach (var writers in new[] { 1, 8, 64, 256, 1000 })
        {
            await WriteAsync(database, versions, writers);
        }

        foreach (var threads in new[] { 1, 2, 4 })
        {
            await ReadAsync(database, threads);
        }
    }

    private static async Task WriteAsync(SqliteDatabase database, long[] versions, int writers)
    {
        var latencies = new List<double>[writers];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(WriterAsync));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var all = latencies.SelectMany(list => list).Order().ToArray();
        Say(
            $"{writers} writers: {all.Length / seconds:F0} durable rows/s, p50 {all[all.Length / 2]:F2} ms, p99 {all[all.Length * 99 / 100]:F2} ms"
        );

        async Task WriterAsync(int writer)
        {
            var mine = latencies[writer] = [];
            var random = new Random(writer);
            while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(4))
            {
                var row = (random.Next(Rows / writers) * writers) + writer;
                var before = Stopwatch.GetTimestamp();
                await database.WriteAsync([Update(row, versions[row]++)]);
                mine.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
        }
    }

    private static async Task ReadAsync(SqliteDatabase database, int threads)
    {
        const int Reads = 200_000;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            Enumerable
                .Range(0, threads)
                .Select(thread =>
                    Task.Run(async () =>
                    {
                        var random = new Random(thread);
                        for (var n = 0; n < Reads; n++)
                        {
                            _ = await database.FirstAsync(
                                Counters.Map.Select,
                                Counters.Map.Read,
                                Key(random.Next(Rows))
                            );
                        }
                    })
                )
        );
        Say(
            $"{threads} readers: {threads * Reads / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} states/s by key"
        );
    }

    private static RowOperation Insert(int n) => Counters.Map.Insert([Key(n)], new Counter { Count = n, Note = Note });

    private static RowOperation Update(int n, long version) =>
        Counters.Map.Update([Key(n)], new Counter { Count = n, Note = Note }, version);

    private static string Key(int n) => n.ToString("D6", CultureInfo.InvariantCulture);

    private static void Say(string line) => Console.Out.WriteLine(line);
}
