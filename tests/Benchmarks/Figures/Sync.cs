using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.World;
using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Hathor.Vertices;
using Anchor.Ledgers.Hathor;
using Anchor.Storage;
using Anchor.Storage.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Benchmarks.Figures;

/// <summary>
/// Following a Hathor network: how fast blocks are applied, beside the same rows written with nothing before them, and what downloading side
/// by side is worth where the node is far away.
/// </summary>
internal sealed class Sync : Measurement
{
    private const int RewardLock = 10;
    private static readonly TimeSpan Far = TimeSpan.FromMilliseconds(50);

    public override string Name => "sync";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var chain = await GrownChain.StartAsync(cancellationToken);
        return
        [
            .. await ApplyAsync(bench, chain, cancellationToken),
            .. await WalkFarAsync(bench, chain, cancellationToken),
        ];
    }

    /// <summary>Blocks that are in hand already: what the projection makes of them, and what the store would take of it alone.</summary>
    private static async Task<IReadOnlyList<Figure>> ApplyAsync(
        Bench bench,
        GrownChain chain,
        CancellationToken cancellationToken
    )
    {
        var (warm, count) = bench.Options.Quick ? (200, 500) : (1000, 5000);
        var units = Enumerable.Range(0, warm + count).Select(height => UnitOf(chain.BlockAt(height))).ToList();
        await using var store = await bench.StoreAsync("syncapply", cancellationToken);
        await using var services = ChainWalk.Open(store);
        var watched = new WatchedCommits(services.GetRequiredService<IDatabase>());
        var projection = new SyncProjection(watched);
        var applied = await TimeAsync(
            "applied, a block a commit",
            units,
            unit => unit.Changes.Length,
            unit => projection.CommitAsync(ChainWalk.Network, unit, cancellationToken)
        );

        await using var bare = await bench.StoreAsync("synclimit", cancellationToken);
        await using var bareServices = ChainWalk.Open(bare);
        var database = bareServices.GetRequiredService<IDatabase>();
        var next = 0;
        var limit = await TimeAsync(
            "limit: the same rows written with nothing before them, a block a commit",
            units,
            unit => unit.Changes.Length,
            _ => database.WriteAsync(watched.Commits[next++], cancellationToken)
        );
        return [.. limit, .. applied];

        async Task<Figure[]> TimeAsync(
            string what,
            List<SyncUnit> all,
            Func<SyncUnit, int> vertices,
            Func<SyncUnit, Task> apply
        )
        {
            foreach (var unit in all.Take(warm))
            {
                await apply(unit);
            }

            var cpu = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            foreach (var unit in all.Skip(warm))
            {
                await apply(unit);
            }

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var sum = all.Skip(warm).Sum(vertices);
            return
            [
                new Figure($"blocks {what}", count / seconds, "/s"),
                new Figure($"vertices {what}", sum / seconds, "/s")
                {
                    CpuMicroseconds = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / sum,
                },
            ];
        }
    }

    private static async Task<IReadOnlyList<Figure>> WalkFarAsync(
        Bench bench,
        GrownChain chain,
        CancellationToken cancellationToken
    )
    {
        List<Figure> figures = [];
        foreach (var parallel in (int[])[1, 16])
        {
            chain.Latency = TimeSpan.Zero;
            chain.Best = 50;
            await using var store = await bench.StoreAsync($"syncfar{parallel}", cancellationToken);
            await using var services = ChainWalk.Open(store);
            using var world = new ChainWalk(chain, services, parallel);
            await world.CatchUpAsync(_ => { }, cancellationToken);
            var blocks = (bench.Options.Quick ? 50 : 150) * parallel;
            chain.Best += blocks;
            chain.Latency = Far;
            var started = Stopwatch.GetTimestamp();
            await world.CatchUpAsync(_ => { }, cancellationToken);
            figures.Add(
                new Figure(
                    $"blocks caught up, {parallel} downloaded at once, the node {Far.TotalMilliseconds} ms away",
                    blocks / Stopwatch.GetElapsedTime(started).TotalSeconds,
                    "/s"
                )
            );
        }

        chain.Latency = TimeSpan.Zero;
        return figures;
    }

    private static SyncUnit UnitOf(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        var block = VertexReader.FromExtended(json.RootElement.GetProperty("block"));
        return new SyncUnit([
            VertexChange.Stands(HathorNetwork.ToSync(block, RewardLock), null),
            .. json
                .RootElement.GetProperty("transactions")
                .EnumerateArray()
                .Select(VertexReader.FromExtended)
                .Select(vertex => VertexChange.Stands(HathorNetwork.ToSync(vertex, RewardLock), block.Id)),
        ]);
    }
}
