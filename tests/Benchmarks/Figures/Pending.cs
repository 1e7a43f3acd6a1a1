using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;

namespace Anchor.Benchmarks.Figures;

/// <summary>
/// A store full of withdrawals that wait for their users, each with its alarm at the end of its day: how long a server takes to start on it, what
/// it holds in memory, and what the waiting costs a minute. One in 1,440 comes to its end in each.
/// </summary>
internal sealed class Pending : Measurement
{
    private const int InsertedAtOnce = 1000;
    private const int Accounts = 1000;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(120);

    private static string TicksSeries =>
        BenchmarkOptions.IsCluster
            ? "orleans_reminders_ticks_delivered_total"
            : "orleans_embedded_reminder_ticks_total";

    public override string Name => "pending";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var count = bench.Options.PendingRows;
        await using var world = await BenchWorld.StartAsync(1, TimeSpan.FromSeconds(5), cancellationToken);
        await using var store = await bench.StoreAsync(Name, cancellationToken);
        await FillAsync(world, store, count, cancellationToken);
        await using var server = await RailsServer.StartAsync(world, store, bench.Options, cancellationToken);
        using var http = new HttpClient { BaseAddress = server.Url };
        var ready = server.Megabytes();
        await Task.Delay(Settling, TimeProvider.System, cancellationToken);

        var cpu = server.CpuTime();
        var before = await ServerFigures.ReadAsync(http, cancellationToken);
        await Task.Delay(Watched, TimeProvider.System, cancellationToken);
        var after = await ServerFigures.ReadAsync(http, cancellationToken);
        var cost = server.CpuTime() - cpu;
        return
        [
            new Figure(
                $"start until ready on {count} stored pending transactions",
                server.ReadyAfter.TotalSeconds,
                "s"
            ),
            new Figure("memory when ready on them", ready, "MB"),
            new Figure("memory three minutes later", server.Megabytes(), "MB"),
            new Figure("alarms that rang a minute", PerMinute(TicksSeries), "/min"),
            new Figure("commits a minute", PerMinute("anchor_storage_commits_total"), "/min"),
            new Figure("processor time a minute", cost.TotalMilliseconds / Watched.TotalMinutes, "ms"),
        ];

        double PerMinute(string name, string tags = "") =>
            (after.Sum(name, tags) - before.Sum(name, tags)) / Watched.TotalMinutes;
    }

    private static async Task FillAsync(
        BenchWorld world,
        BenchStore store,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var rows = StoredTransactions.Open(store.Options);
        await using var alarms = await StoredAlarms.OpenAsync(rows);
        var asset = new AssetId(world.Asset.Code, world.Asset.Issuer.ToString());
        var accounts = Enumerable.Range(0, Accounts).Select(BenchWorld.AccountOf).ToArray();
        var now = TimeProvider.System.GetUtcNow();
        foreach (var chunk in Enumerable.Range(0, count).Chunk(InsertedAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pending = chunk.Select(MakePending).ToArray();
            await Task.WhenAll(pending.Select(rows.InsertAsync).Append(alarms.SetAsync(pending, now)));
        }

        // Begun over the last day, so that their days end over the next one.
        AnchorTransaction MakePending(int number)
        {
            var started = now - (TimeSpan.FromDays(1) * (1 - ((number + 1.0) / count)));
            var incomplete = StoredTransactions.Incomplete(
                number,
                accounts[number % Accounts],
                asset,
                world.Distribution.ToString(),
                started
            );
            return StoredTransactions.Submitted(incomplete, started);
        }
    }
}
