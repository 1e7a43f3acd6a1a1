using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;

namespace Anchor.Benchmarks.Figures;

/// <summary>Reads of transactions in memory through their grains: from within a process that holds them, and from a client over TCP.</summary>
internal sealed class GrainReads : Measurement
{
    private const int Transactions = 1000;
    private const int ReadersInSilo = 8;
    private const int ReadersAtClient = 256;
    private const double ClientAim = 50_000;

    public override string Name => "reads";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(1, TimeSpan.FromSeconds(5), cancellationToken);
        await using var store = await bench.StoreAsync(Name, cancellationToken);
        await using var server = await RailsServer.StartAsync(world, store, bench.Options, cancellationToken);
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromMinutes(2) };
        await RailsServer.StartWithdrawalsAsync(http, Transactions, world.Users[0].Account, cancellationToken);
        var inSilo = await MeasureAsync("reads of a grain in the silo", http, ReadersInSilo);
        List<Figure> figures =
        [
            inSilo with
            {
                Aim = bench.Options.Aim(file: 600_000, postgres: 600_000, cluster: 100_000),
            },
        ];
        if (BenchmarkOptions.IsCluster)
        {
            await using var client = await RailsServer.StartClientAsync(world, store, bench.Options, cancellationToken);
            using var clientHttp = new HttpClient { BaseAddress = client.Url, Timeout = http.Timeout };
            var overTcp = await MeasureAsync("reads of a grain from a client over TCP", clientHttp, ReadersAtClient);
            figures.Add(overTcp with { Aim = ClientAim });
        }

        return figures;

        async Task<Figure> MeasureAsync(string name, HttpClient http, int readers)
        {
            await RailsServer.ReadAsync(http, bench.Options.WarmUp, readers, cancellationToken);
            var cpu = server.CpuTime();
            var (perSecond, total) = await RailsServer.ReadAsync(http, bench.Options.Span, readers, cancellationToken);
            return new Figure(name, perSecond, "/s")
            {
                CpuMicroseconds = (server.CpuTime() - cpu).TotalMicroseconds / total,
            };
        }
    }
}
