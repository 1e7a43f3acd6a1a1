using System.Diagnostics;
using System.Globalization;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.World;
using Anchor.Grains.Sync;
using Anchor.Storage;
using Anchor.Storage.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Benchmarks.Figures;

/// <summary>
/// A million vertices, followed from the first on: a tenth after the other, the processor time for each vertex must not rise, and the memory
/// not grow. The node is in this process, and so in its time and memory.
/// </summary>
internal sealed class SyncLong : Measurement
{
    public override string Name => "sync-long";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await using var chain = await GrownChain.StartAsync(cancellationToken);
        var vertices = bench.Options.Quick ? 100_000 : 1_000_000;
        var part = vertices / 10;
        chain.Best = vertices / (GrownChain.TransactionsPerBlock + 1);
        await using var store = await bench.StoreAsync("synclong", cancellationToken);
        await using var services = ChainWalk.Open(store);
        using var world = new ChainWalk(chain, services, parallel: 16);
        List<Figure> figures = [];
        var (done, told) = (0L, 0L);
        var began = Stopwatch.GetTimestamp();
        var (since, cpu) = (began, Environment.CpuUsage.TotalTime);
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
                var what = string.Create(
                    CultureInfo.InvariantCulture,
                    $"walked from vertex {told:N0} to {done:N0}, {used:N0} MB held then"
                );
                var rate = (done - told) / Stopwatch.GetElapsedTime(since, now).TotalSeconds;
                var spent = Environment.CpuUsage.TotalTime;
                var each = (spent - cpu).TotalMicroseconds / (done - told);
                // It takes a while until the table comes.
                Console.Error.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {what}: {rate:N0}/s, {each:N0} µs of processor each"
                    )
                );
                figures.Add(new Figure(what, rate, "vertices/s") { CpuMicroseconds = each });
                (told, since, cpu) = (done, now, spent);
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
        var faults = await new SyncAudit(services.GetRequiredService<IDatabase>()).FaultsAsync(ChainWalk.Network);
        figures.Add(new Figure("faults found in that projection", faults.Length, "") { Failures = faults.Length });
        return figures;
    }
}
