using System.Diagnostics;
using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.World;
using Anchor.Domain.Assets;

namespace Anchor.Benchmarks.Figures;

/// <summary>How many rows of a started transaction the store makes durable, with nothing before it.</summary>
internal sealed class CommitLimit : Measurement
{
    private static readonly AssetId Asset = new("BENCH", new string('G', 56));

    public override string Name => "commits";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        List<Figure> figures = [];
        await using var database = await bench.StoreAsync(Name, cancellationToken);
        await using var store = StoredTransactions.Open(database.Options);
        var next = 0;
        foreach (var writers in new[] { 1, Wrk.Connections, 256 })
        {
            await WriteAsync(store, writers, bench.Options.WarmUp / 2, () => Interlocked.Increment(ref next));
            figures.Add(
                await WriteAsync(store, writers, bench.Options.Span / 2, () => Interlocked.Increment(ref next))
            );
        }

        return figures;
    }

    private static async Task<Figure> WriteAsync(StoredTransactions store, int writers, TimeSpan span, Func<int> next)
    {
        var written = 0;
        var account = new string('G', 56);
        var now = TimeProvider.System.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        var cpu = Environment.CpuUsage.TotalTime;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(WriteAsync)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new Figure($"limit: durable rows, {writers} writers", written / seconds, "/s")
        {
            CpuMicroseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / written,
        };

        async Task WriteAsync()
        {
            while (Stopwatch.GetElapsedTime(started) < span)
            {
                await store.InsertAsync(StoredTransactions.Incomplete(next(), account, Asset, account, now));
                Interlocked.Increment(ref written);
            }
        }
    }
}
