using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;

namespace Anchor.Benchmarks.Figures;

/// <summary>Reads of transactions in memory through their grains, from within the process that holds them.</summary>
internal sealed class GrainReads : Measurement
{
    private const int Transactions = 1000;

    public override string Name => "reads";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(1, TimeSpan.FromSeconds(5), cancellationToken);
        await using var store = await bench.StoreAsync(Name, cancellationToken);
        await using var server = await RailsServer.StartAsync(world, store, cancellationToken);
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromMinutes(2) };
        await RailsServer.StartWithdrawalsAsync(http, Transactions, world.Users[0].Account, cancellationToken);
        await RailsServer.ReadAsync(http, bench.Options.WarmUp, cancellationToken);
        var cpu = server.CpuTime();
        var (perSecond, total) = await RailsServer.ReadAsync(http, bench.Options.Span, cancellationToken);
        return
        [
            new Figure("reads of a grain in the silo", perSecond, "/s")
            {
                Aim = bench.Options.Aim(file: 600_000, postgres: 600_000, cluster: 100_000),
                CpuMicroseconds = (server.CpuTime() - cpu).TotalMicroseconds / total,
            },
        ];
    }
}
