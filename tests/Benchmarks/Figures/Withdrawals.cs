using System.Globalization;
using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;
using Anchor.Stellar;

namespace Anchor.Benchmarks.Figures;

/// <summary>
/// Withdrawals from the payment on the ledger to <c>completed</c>: read from Horizon's stream, stored, matched, told to the rails, settled. Each of
/// 500 accounts pays once a ledger, and the next ledger closes when no more than two ledgers' payments are under way.
/// </summary>
internal sealed class Withdrawals : Measurement
{
    private const int Accounts = 500;
    private const int MostUnderWay = 2 * Accounts;
    private const uint Fee = 1000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public override string Name => "withdrawals";

    public override async Task<IReadOnlyList<Figure>> RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        await using var world = await BenchWorld.StartAsync(Accounts, closeInterval: null, deadline.Token);
        await using var store = await bench.StoreAsync(Name, deadline.Token);
        await using var server = await RailsServer.StartAsync(world, store, bench.Options, deadline.Token);
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = Patience };

        var ledgers = bench.Options.Quick ? 10 : 40;
        var warmUp = ledgers / 4;
        var started = await RailsServer.StartWithdrawalsAsync(
            http,
            ledgers * Accounts,
            world.Users[0].Account,
            deadline.Token
        );
        var payments = started.Chunk(Accounts).Select((chunk, ledger) => Sign(world, chunk, ledger)).ToArray();

        var before = await ServerFigures.ReadAsync(http, deadline.Token);
        var closedAt = new List<DateTimeOffset>();
        var cpu = TimeSpan.Zero;
        foreach (var ledger in payments)
        {
            await CompletedAsync(http, (closedAt.Count * Accounts) - MostUnderWay + Accounts, deadline.Token);
            if (closedAt.Count == warmUp)
            {
                cpu = server.CpuTime();
            }

            ledger.ForEach(envelope => world.Network.Submit(envelope));
            closedAt.Add(TimeProvider.System.GetUtcNow());
            world.Network.CloseLedger();
        }

        await CompletedAsync(http, started.Count, deadline.Token);
        var cost = server.CpuTime() - cpu;
        var completedAt = await RailsServer.CompletedAsync(http, deadline.Token);
        var aim = bench.Options.Aim(file: 700, postgres: 600, cluster: 300);
        List<Figure> figures = [Summarize(started, closedAt, completedAt, warmUp, cost, aim)];
        if (bench.Options.Silos == 1)
        {
            // The counters are those of one process.
            var after = await ServerFigures.ReadAsync(http, deadline.Token);
            figures.Add(Each("written for each of them", "anchor_storage_rows_total", "rows"));
            figures.Add(
                Each("shared by the others under way, for each of them", "anchor_storage_commits_total", "commits")
            );

            Figure Each(string name, string counter, string unit) =>
                new(name, (after.Sum(counter) - before.Sum(counter)) / started.Count, unit);
        }

        return figures;
    }

    private static List<TransactionEnvelope> Sign(
        BenchWorld world,
        IReadOnlyList<(string Id, ulong Memo)> withdrawals,
        int ledger
    ) =>
        [
            .. withdrawals.Select(
                (withdrawal, n) =>
                    new Transaction
                    {
                        Source = world.Users[n].Account,
                        Fee = Fee,
                        Sequence = world.Network.SequenceOf(world.Users[n].Account)!.Value + 1 + ledger,
                        Memo = Memo.Id(withdrawal.Memo),
                        Operations = [new PaymentOperation(world.Distribution, world.Asset, 10 * Stroops.PerUnit)],
                    }.Sign(world.Network.Network, world.Users[n])
            ),
        ];

    /// <summary>Waits until so many are completed.</summary>
    private static async Task CompletedAsync(HttpClient http, int count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            var path = new Uri($"{RailsServer.CountPath}?status=Completed", UriKind.Relative);
            var text = await http.GetStringAsync(path, cancellationToken);
            if (int.Parse(text, CultureInfo.InvariantCulture) >= count)
            {
                return;
            }

            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }
    }

    private static Figure Summarize(
        IReadOnlyList<(string Id, ulong Memo)> started,
        List<DateTimeOffset> closedAt,
        IReadOnlyDictionary<string, DateTimeOffset> completedAt,
        int warmUp,
        TimeSpan cpu,
        double aim
    )
    {
        var counted = started
            .Select((withdrawal, n) => (withdrawal.Id, Ledger: n / Accounts))
            .Where(w => w.Ledger >= warmUp);
        var latencies = counted
            .Where(w => completedAt.ContainsKey(w.Id))
            .Select(w => (completedAt[w.Id] - closedAt[w.Ledger]).TotalMilliseconds)
            .Order()
            .ToArray();
        var seconds = (completedAt.Values.Max() - closedAt[warmUp]).TotalSeconds;
        return new Figure("withdrawals, from payment on the ledger to completed", latencies.Length / seconds, "/s")
        {
            Aim = aim,
            Polaris = "12",
            Failures = started.Count - completedAt.Count,
            CpuMicroseconds = cpu.TotalMicroseconds / latencies.Length,
            P50 = latencies[latencies.Length / 2],
            P99 = latencies[latencies.Length * 99 / 100],
        };
    }
}
