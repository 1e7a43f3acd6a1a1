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
/// Following a Hathor network: how fast blocks are applied, beside the same rows written with nothing before them; a chain of a million
/// vertices; and what downloading side by side is worth where the node is far away. The node is in this process, and so in its memory.
/// </summary>
internal sealed class Sync : Measurement
{
    private const string Network = "unittests";
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
            .. await WalkLongAsync(bench, chain, cancellationToken),
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
        await using var services = Open(store);
        var watched = new WatchedCommits(services.GetRequiredService<IDatabase>());
        var projection = new SyncProjection(watched);
        var applied = await TimeAsync(
            "applied, a block a commit",
            units,
            unit => unit.Changes.Length,
            unit => projection.CommitAsync(Network, unit, cancellationToken)
        );

        await using var bare = await bench.StoreAsync("synclimit", cancellationToken);
        await using var bareServices = Open(bare);
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
            await using var services = Open(store);
            using var world = new Walk(chain, services, parallel);
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

    /// <summary>A tenth of it after the other: the rate must not fall, and the memory not grow.</summary>
    private static async Task<IReadOnlyList<Figure>> WalkLongAsync(
        Bench bench,
        GrownChain chain,
        CancellationToken cancellationToken
    )
    {
        var vertices = bench.Options.Quick ? 100_000 : 1_000_000;
        var part = vertices / 10;
        chain.Best = vertices / (GrownChain.TransactionsPerBlock + 1);
        await using var store = await bench.StoreAsync("synclong", cancellationToken);
        await using var services = Open(store);
        using var world = new Walk(chain, services, parallel: 16);
        List<Figure> figures = [];
        var (done, told) = (0L, 0L);
        var began = Stopwatch.GetTimestamp();
        var since = began;
        await world.CatchUpAsync(
            step =>
            {
                done += step.Vertices;
                if (done - told < part && step.Kind != SyncStepKind.Done)
                {
                    return;
                }

                var now = Stopwatch.GetTimestamp();
                var used = Environment.WorkingSet / (1024.0 * 1024);
                figures.Add(
                    new Figure(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"walked from vertex {told:N0} to {done:N0}, {used:N0} MB held then"
                        ),
                        (done - told) / Stopwatch.GetElapsedTime(since, now).TotalSeconds,
                        "vertices/s"
                    )
                );
                (told, since) = (done, now);
            },
            cancellationToken
        );
        figures.Add(
            new Figure(
                $"walked {done.ToString("N0", CultureInfo.InvariantCulture)} vertices in",
                Stopwatch.GetElapsedTime(began).TotalSeconds,
                "s"
            )
        );
        var faults = await new SyncAudit(services.GetRequiredService<IDatabase>()).FaultsAsync(Network);
        figures.Add(new Figure("faults found in that projection", faults.Length, "") { Failures = faults.Length });
        return figures;
    }

    private static ServiceProvider Open(BenchStore store) =>
        new ServiceCollection().AddLogging().AddAnchorStorage(store.Options).BuildServiceProvider();

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

    /// <summary>A walker from the chain to a store.</summary>
    private sealed class Walk : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly BlockWalker _walker;

        public Walk(GrownChain chain, ServiceProvider services, int parallel)
        {
            var options = new HathorNodeOptions { Url = chain.Url };
            var network = new HathorNetwork(
                Network,
                options,
                new HathorNodeClient(_http, options, TimeProvider.System)
            );
            _walker = new BlockWalker(
                network,
                new ProjectionSink(network, new SyncProjection(services.GetRequiredService<IDatabase>())),
                new WalkOptions { Parallel = parallel },
                new Doorbell(options, TimeProvider.System, NullLogger<Doorbell>.Instance)
            );
        }

        public async Task CatchUpAsync(Action<SyncStep> stepped, CancellationToken cancellationToken)
        {
            while (true)
            {
                var step = await _walker.StepAsync(cancellationToken);
                stepped(step);
                if (step.Kind is not SyncStepKind.Progressed)
                {
                    return;
                }
            }
        }

        public void Dispose()
        {
            _walker.Dispose();
            _http.Dispose();
        }
    }
}
