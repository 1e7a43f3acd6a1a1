using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;

namespace Anchor.Benchmarks.Figures;

/// <summary>What the server holds in memory once its pending transactions, all started by their grains, wait for their users.</summary>
internal sealed class IdleMemory : Measurement
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    public override string Name => "memory";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var world = await BenchWorld.StartAsync(1, TimeSpan.FromSeconds(5), cancellationToken);
        await using var store = await bench.StoreAsync(Name, cancellationToken);
        await using var server = await RailsServer.StartAsync(world, store, bench.Options, cancellationToken);
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromMinutes(10) };
        var empty = server.Megabytes();
        var count = bench.Options.StoredRows;
        await RailsServer.StartWithdrawalsAsync(http, count, world.Users[0].Account, cancellationToken);
        var busy = server.Megabytes();
        await Task.Delay(Settling, TimeProvider.System, cancellationToken);
        return
        [
            new Figure("memory of the server, empty", empty, "MB"),
            new Figure($"memory right after starting {count} transactions", busy, "MB"),
            new Figure($"memory with {count} idle pending transactions", server.Megabytes(), "MB") { Aim = 200 },
        ];
    }
}
