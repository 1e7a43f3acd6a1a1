using System.Collections.Immutable;
using System.Diagnostics;
using Anchor.Silo.Wallet;

namespace Anchor.Silo.Drill.Cluster;

/// <summary>Users at work on a cluster: a random process is killed again and again, the database stops once, and at the end all silos are replaced one by one.</summary>
internal sealed class ClusterRun(
    DrillOptions options,
    ClusterPlan cluster,
    DrillWorld world,
    TimeProvider time,
    Action<string> progress
)
{
    private const int QuietLedgers = 5;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DatabaseAway = TimeSpan.FromSeconds(5);
    private readonly List<string> _violations = [];
    private readonly List<TimeSpan> _ready = [];
    private readonly long _started = time.GetTimestamp();
    private readonly Random _dice = new(options.Seed);
    private int _killedSilos;

    public async Task<ClusterReport> RunAsync(CancellationToken cancellationToken)
    {
        var plan = new DrillPlan(options);
        var common = Common();
        var silos = Range(cluster.Silos).Select(n => ClusterMember.Silo(n, world.ServerFolder, common)).ToList();
        var clients = Range(cluster.Clients)
            .Select(n => ClusterMember.Client(n, world.ServerFolder, cluster.ClientProgram, common))
            .ToList();
        List<ClusterMember> all = [.. silos, .. clients];
        using var browser = HostedPages.NewBrowser();
        await using var balancer = Balancer.Start(world.Anchor, [.. clients.Select(client => client.Url)]);
        try
        {
            foreach (var member in all)
            {
                await StartAsync(member, browser, cancellationToken);
            }

            Tell($"{silos.Count} silos and {clients.Count} clients answer");
            await using var crowd = new DrillCrowd(plan, world, browser, time);
            var watch = new MovementWatch(world.Database, time);
            var prober = await ProbeAsync(
                browser,
                () => KillAsync(all, silos, crowd, browser, watch, cancellationToken),
                cancellationToken
            );
            crowd.BeginDue(int.MaxValue);
            Tell($"replacing the silos; {crowd.Completed} of {crowd.Jobs.Length} orders are complete");
            var rolling = await ProbeAsync(
                browser,
                () => ReplaceAsync(silos, browser, cancellationToken),
                cancellationToken
            );
            if (rolling.Unanswered > 0)
            {
                _violations.Add(
                    $"{rolling.Unanswered} questions had no answer in three tries while silos were replaced."
                );
            }

            await ComeToRestAsync(all, crowd, cancellationToken);
            await watch.EndAsync();
            return Report(crowd, watch, prober, rolling);
        }
        finally
        {
            all.ForEach(member => member.Dispose());
        }
    }

    private async Task KillAsync(
        List<ClusterMember> all,
        List<ClusterMember> silos,
        DrillCrowd crowd,
        HttpClient browser,
        MovementWatch watch,
        CancellationToken cancellationToken
    )
    {
        for (var kill = 1; kill <= options.Kills; kill++)
        {
            var since = time.GetTimestamp();
            crowd.BeginDue(kill - 1);
            DrillFaults.ChangeLag(options.Faults, kill, world.Network);
            if (kill == (options.Kills / 2) + 1 && cluster is { DatabaseStop: { } stop, DatabaseStart: { } start })
            {
                await StopDatabaseAsync(stop, start, cancellationToken);
            }

            await WaitAsync(() => time.GetElapsedTime(since) >= BetweenKills, BetweenKills, cancellationToken);
            ReportEnded(all);
            var victim = all[_dice.Next(all.Count)];
            await victim.KillAsync();
            if (silos.Contains(victim))
            {
                _killedSilos++;
                watch.Begin(cancellationToken);
            }

            await StartAsync(victim, browser, cancellationToken);
            Tell(
                $"kill {kill} of {options.Kills}: {victim.Name}, ready after {_ready[^1].TotalSeconds:0.0} s; "
                    + $"{crowd.Completed} of {crowd.Jobs.Length} orders are complete"
            );
        }
    }

    /// <summary>Silos are stopped as operators stop them and started again, one after the other.</summary>
    private async Task ReplaceAsync(List<ClusterMember> silos, HttpClient browser, CancellationToken cancellationToken)
    {
        foreach (var silo in silos)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(StopPatience);
            if (await silo.StopAsync(patience.Token) is var code && code != 0)
            {
                _violations.Add($"after SIGTERM {silo.Name} ended with exit code {code}.");
            }

            await StartAsync(silo, browser, cancellationToken);
            Tell($"{silo.Name} replaced");
        }
    }

    private async Task ComeToRestAsync(List<ClusterMember> all, DrillCrowd crowd, CancellationToken cancellationToken)
    {
        Tell($"waiting for {crowd.Jobs.Length - crowd.Completed} orders to complete");
        await WaitAsync(() => crowd.Completed == crowd.Jobs.Length, options.Patience, cancellationToken);
        ReportEnded(all);
        _violations.AddRange(crowd.Failures);
        _violations.AddRange(
            crowd
                .Jobs.Where(job => !job.IsCompleted)
                .Select(job => $"{job} is stuck: {job.Seen?.Status ?? "never answered"} {job.Seen?.Message}")
        );
        // Whatever would be paid twice gets the time to show itself.
        var until = world.Network.LatestLedger + QuietLedgers;
        await WaitAsync(() => world.Network.LatestLedger >= until, StartPatience, cancellationToken);
        var final = await crowd.ReadAllAsync(cancellationToken);
        _violations.AddRange(DrillAudit.Check(world.Evidence(crowd.Jobs, final, await crowd.StraysAsync())));
    }

    private async Task<Prober> ProbeAsync(HttpClient browser, Func<Task> work, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var prober = new Prober(browser, world.Anchor, world.Asset, world.Users[0], time);
        var probing = prober.RunAsync(stopping.Token);
        await work();
        await stopping.CancelAsync();
        await probing.ContinueWith(
            probe =>
            {
                if (probe.IsFaulted)
                {
                    _violations.Add($"the asking wallet failed: {probe.Exception!.InnerException!.Message}");
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return prober;
    }

    private async Task StopDatabaseAsync(string stop, string start, CancellationToken cancellationToken)
    {
        await RunAsync(stop, cancellationToken);
        Tell("the database is stopped");
        await Task.Delay(DatabaseAway, time, cancellationToken);
        await RunAsync(start, cancellationToken);
        Tell("the database runs again");
    }

    private async Task RunAsync(string command, CancellationToken cancellationToken)
    {
        using var shell = Process.Start("/bin/sh", ["-c", command]);
        await shell.WaitForExitAsync(cancellationToken);
        if (shell.ExitCode != 0)
        {
            _violations.Add($"\"{command}\" ended with exit code {shell.ExitCode}.");
        }
    }

    private async Task StartAsync(ClusterMember member, HttpClient browser, CancellationToken cancellationToken)
    {
        var born = time.GetTimestamp();
        member.Start();
        if (!await member.WaitUntilReadyAsync(browser, StartPatience, time, cancellationToken))
        {
            _violations.Add($"{member.Name} did not answer within {StartPatience.TotalSeconds} s of its start.");
        }

        _ready.Add(time.GetElapsedTime(born));
    }

    private void ReportEnded(List<ClusterMember> members)
    {
        foreach (var member in members.Where(member => member.HasExited))
        {
            _violations.Add($"{member.Name} ended by itself with exit code {member.ExitCode}.");
        }
    }

    private async Task WaitAsync(Func<bool> condition, TimeSpan longest, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!condition() && time.GetElapsedTime(began) < longest)
        {
            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    private Dictionary<string, string> Common() =>
        new(world.ServerEnvironment(null))
        {
            ["CLUSTER_ID"] = $"drill-{options.Seed}",
            ["CLUSTER_DEAD_AFTER"] = FormattableString.Invariant($"{cluster.DeadAfter.TotalSeconds}"),
        };

    private ClusterReport Report(DrillCrowd crowd, MovementWatch watch, Prober prober, Prober rolling)
    {
        List<double> moved = [.. watch.Kills.SelectMany(kill => kill).Order()];
        var slowest = watch.Slowest(cluster.Silos);
        List<TimeSpan> ready = [.. _ready.Order()];
        return new(
            options.Seed,
            cluster.Silos,
            cluster.Clients,
            cluster.DeadAfter.TotalSeconds,
            options.Deposits,
            options.Withdrawals,
            options.Kills,
            _killedSilos,
            crowd.Completed,
            crowd.Jobs.Sum(job => Math.Max(0, job.Tries.Count - 1)),
            moved.Count,
            ClusterReport.Share(moved, 0.5),
            ClusterReport.Share(moved, 0.99),
            ClusterReport.Share(slowest, 0.5),
            ClusterReport.Share(slowest, 0.99),
            (int)ready[ready.Count / 2].TotalMilliseconds,
            ProbeReport.Of(prober),
            ProbeReport.Of(rolling),
            world.FaultsStruck(),
            Math.Round(time.GetElapsedTime(_started).TotalSeconds, 1),
            [.. _violations],
            null
        );
    }

    private static IEnumerable<int> Range(int count) => Enumerable.Range(1, count);

    private void Tell(string what) => progress($"{time.GetElapsedTime(_started).TotalSeconds, 6:0.0} s  {what}");
}
