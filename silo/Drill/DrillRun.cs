using System.Collections.Immutable;
using System.Diagnostics;
using Anchor.Silo.Wallet;

namespace Anchor.Silo.Drill;

/// <summary>Runs a plan: users at work, the server killed and started again, and the audit when all is at rest.</summary>
internal sealed class DrillRun(DrillOptions options, DrillWorld world, TimeProvider time, Action<string> progress)
    : IDisposable
{
    private const int KilledBySignal = 128 + 9;
    private const int ProgressEvery = 10;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);
    private readonly HttpClient _browser = HostedPages.NewBrowser();
    private readonly List<string> _violations = [];
    private readonly List<KillResult> _kills = [];
    private readonly List<(DrillJob Job, Task Work)> _working = [];
    private readonly long _started = time.GetTimestamp();

    public async Task<DrillReport> RunAsync(CancellationToken cancellationToken)
    {
        var plan = new DrillPlan(options);
        ImmutableArray<DrillJob> jobs = [.. plan.Orders.Select(order => new DrillJob(order))];
        using var workers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ImmutableArray<DrillUser> users =
        [
            .. world.Users.Select(key => new DrillUser(key, world.Asset, world.Network, _browser, world.Anchor, time)),
        ];
        try
        {
            foreach (var kill in plan.Kills)
            {
                Begin(jobs, users, _kills.Count, workers.Token);
                DrillFaults.ChangeLag(options.Faults, kill.Number, world.Network);
                _kills.Add(await LiveAsync(kill, jobs, cancellationToken));
                Tell(jobs);
            }

            Begin(jobs, users, int.MaxValue, workers.Token);
            var final = await ComeToRestAsync(jobs, users, cancellationToken);
            if (_violations.Count == 0)
            {
                _violations.AddRange(DrillAudit.Check(world.Evidence(jobs, final)));
            }

            return Report(jobs, time.GetElapsedTime(_started));
        }
        finally
        {
            await workers.CancelAsync();
            await Task.WhenAll(_working.Select(item => item.Work))
                .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var user in users)
            {
                user.Dispose();
            }
        }
    }

    public void Dispose() => _browser.Dispose();

    private void Begin(
        ImmutableArray<DrillJob> jobs,
        ImmutableArray<DrillUser> users,
        int kills,
        CancellationToken cancellationToken
    ) =>
        _working.AddRange(
            jobs.Skip(_working.Count)
                .TakeWhile(job => job.Order.AfterKills <= kills)
                .Select(job => (job, users[job.Order.User].RunAsync(job, cancellationToken)))
        );

    private async Task<KillResult> LiveAsync(
        Kill kill,
        ImmutableArray<DrillJob> jobs,
        CancellationToken cancellationToken
    )
    {
        using var server = ChildServer.Start(world.ServerFolder, world.ServerEnvironment(kill));
        var born = time.GetTimestamp();
        TimeSpan? ready = null;
        if (kill.Kind == KillKind.AfterSpawn)
        {
            await WaitAsync(server, () => false, kill.After, cancellationToken);
        }
        else
        {
            if (await WaitForAnswerAsync(server, cancellationToken))
            {
                ready = time.GetElapsedTime(born);
            }

            if (kill.Number == 1)
            {
                // The first kill is to hit something.
                await WaitAsync(server, () => jobs.Any(job => job.IsStarted), StartPatience, cancellationToken);
            }

            var rest = kill.Kind == KillKind.AtStep ? StepPatience : kill.After;
            await WaitAsync(server, () => false, rest, cancellationToken);
        }

        var ended = server.HasExited;
        var open = world.CountOpen(jobs);
        await server.KillAsync();
        if (ended && (server.ExitCode != KilledBySignal || kill.Kind != KillKind.AtStep))
        {
            _violations.Add($"before kill {kill.Number} the server ended by itself with exit code {server.ExitCode}.");
        }

        return new KillResult(kill, open, kill.Kind == KillKind.AtStep && !ended, ready);
    }

    /// <summary>The last life: nothing is killed any more, and everything must be completed in good time.</summary>
    private async Task<ImmutableDictionary<string, WalletTransaction>> ComeToRestAsync(
        ImmutableArray<DrillJob> jobs,
        ImmutableArray<DrillUser> users,
        CancellationToken cancellationToken
    )
    {
        using var server = ChildServer.Start(world.ServerFolder, world.ServerEnvironment(null));
        await WaitForAnswerAsync(server, cancellationToken);
        Tell($"{_kills.Count} kills are over; waiting for {jobs.Count(job => !job.IsCompleted)} orders to complete");
        await WaitAsync(server, () => jobs.All(job => job.IsCompleted), options.Patience, cancellationToken);
        if (server.HasExited)
        {
            _violations.Add($"the server ended by itself with exit code {server.ExitCode}.");
            return ImmutableDictionary<string, WalletTransaction>.Empty;
        }

        foreach (var (job, work) in _working.Where(item => item.Work.IsFaulted))
        {
            _violations.Add($"{job}: the wallet failed: {work.Exception!.InnerException!.Message}");
        }

        foreach (var job in jobs.Where(job => !job.IsCompleted))
        {
            _violations.Add(
                $"{job} is stuck: {job.Seen?.Status ?? "never answered"} {job.Seen?.Message} after {options.Patience.TotalSeconds:0} s."
            );
        }

        // Whatever would be paid twice gets the time to show itself.
        var until = world.Network.LatestLedger + 5;
        await WaitAsync(server, () => world.Network.LatestLedger >= until, StartPatience, cancellationToken);
        var final = await ReadAllAsync(jobs, users, cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StopPatience);
        if (await server.StopAsync(patience.Token) is var code && code != 0)
        {
            _violations.Add($"after SIGTERM the server ended with exit code {code}.");
        }

        return final;
    }

    private static async Task<ImmutableDictionary<string, WalletTransaction>> ReadAllAsync(
        ImmutableArray<DrillJob> jobs,
        ImmutableArray<DrillUser> users,
        CancellationToken cancellationToken
    )
    {
        var final = ImmutableDictionary.CreateBuilder<string, WalletTransaction>();
        foreach (var job in jobs)
        {
            foreach (var attempt in job.Tries)
            {
                final[attempt.TransactionId] = await users[job.Order.User].GetAsync(attempt, cancellationToken);
            }
        }

        return final.ToImmutable();
    }

    private async Task<bool> WaitForAnswerAsync(ChildServer server, CancellationToken cancellationToken)
    {
        var answered = false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        while (!answered && !server.HasExited)
        {
            try
            {
                using var response = await _browser.GetAsync(world.Anchor, patience.Token);
                answered = true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Glance, time, patience.Token);
            }
        }

        return answered;
    }

    /// <summary>Until the condition holds, the server has ended, or the time is over.</summary>
    private async Task WaitAsync(
        ChildServer server,
        Func<bool> condition,
        TimeSpan longest,
        CancellationToken cancellationToken
    )
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition() && !server.HasExited && Stopwatch.GetElapsedTime(began) < longest)
        {
            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    private void Tell(ImmutableArray<DrillJob> jobs)
    {
        if (_kills.Count % ProgressEvery == 0)
        {
            Tell(
                $"kill {_kills.Count} of {options.Kills}: {_kills.Count(kill => kill.OpenWork > 0)} hit open work, "
                    + $"{jobs.Count(job => job.IsCompleted)} of {jobs.Length} orders are complete"
            );
        }
    }

    private void Tell(string what) => progress($"{time.GetElapsedTime(_started).TotalSeconds, 6:0.0} s  {what}");

    private DrillReport Report(ImmutableArray<DrillJob> jobs, TimeSpan took)
    {
        var ready = _kills.Where(kill => kill.Ready is not null).Select(kill => kill.Ready!.Value).Order().ToList();
        var atSteps = _kills.Where(kill => kill.Kill.Kind == KillKind.AtStep && !kill.Missed).ToList();
        return new DrillReport(
            options.Seed,
            options.Deposits,
            options.Withdrawals,
            _kills.Count,
            _kills.Count - atSteps.Count,
            atSteps.Count,
            _kills.Count(kill => kill.Ready is null),
            _kills.Count(kill => kill.Missed),
            _kills.Count(kill => kill.OpenWork > 0),
            jobs.Count(job => job.IsCompleted),
            jobs.Sum(job => Math.Max(0, job.Tries.Count - 1)),
            atSteps
                .GroupBy(kill => kill.Kill.Step!)
                .ToImmutableSortedDictionary(step => step.Key, step => step.Count()),
            world.FaultsStruck(),
            ready.Count > 0 ? (int)ready[ready.Count / 2].TotalMilliseconds : 0,
            Math.Round(took.TotalSeconds, 1),
            [.. _violations],
            null
        );
    }
}
