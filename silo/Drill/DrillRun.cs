using System.Collections.Immutable;
using Anchor.Silo.Wallet;

namespace Anchor.Silo.Drill;

/// <summary>Runs a plan: users at work, the server killed and started again, and the audit when all is at rest.</summary>
internal sealed class DrillRun(DrillOptions options, DrillWorld world, TimeProvider time, Action<string> progress)
{
    private const int KilledBySignal = 128 + 9;
    private const int ProgressEvery = 10;
    private const int QuietLedgers = 5;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WorkPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StepPatience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(40);
    private readonly List<string> _violations = [];
    private readonly List<KillResult> _kills = [];
    private readonly long _started = time.GetTimestamp();

    public async Task<DrillReport> RunAsync(CancellationToken cancellationToken)
    {
        var plan = new DrillPlan(options);
        using var browser = HostedPages.NewBrowser();
        await using var crowd = new DrillCrowd(plan, world, browser, time);
        foreach (var kill in plan.Kills)
        {
            crowd.BeginDue(_kills.Count);
            DrillFaults.ChangeLag(options.Faults, kill.Number, world.Network);
            _kills.Add(await LiveAsync(kill, crowd, browser, cancellationToken));
            if (_kills.Count % ProgressEvery == 0)
            {
                Tell(
                    $"kill {_kills.Count} of {options.Kills}: {_kills.Count(result => result.OpenWork > 0)} hit open work, "
                        + $"{crowd.Completed} of {crowd.Jobs.Length} orders are complete"
                );
            }
        }

        crowd.BeginDue(int.MaxValue);
        Tell($"waiting for {crowd.Jobs.Length - crowd.Completed} orders to complete");
        var final = await ComeToRestAsync(crowd, browser, cancellationToken);
        if (!final.IsEmpty)
        {
            _violations.AddRange(DrillAudit.Check(world.Evidence(crowd.Jobs, final, await crowd.StraysAsync())));
        }

        return DrillReport.Of(options, _kills, crowd.Jobs, world.FaultsStruck(), time.GetElapsedTime(_started)) with
        {
            Violations = [.. _violations],
            Database = world.DatabaseLocation,
        };
    }

    /// <summary>From a start to the kill that the plan has for it.</summary>
    private async Task<KillResult> LiveAsync(
        Kill kill,
        DrillCrowd crowd,
        HttpClient browser,
        CancellationToken cancellationToken
    )
    {
        using var server = ChildServer.Start(
            world.ServerFolder,
            world.ServerEnvironment(kill),
            kill.Number % 2 == 0 ? options.OtherProgram : null
        );
        var born = time.GetTimestamp();
        TimeSpan? ready = null;
        if (kill.Kind == KillKind.AfterSpawn)
        {
            await WaitAsync(server, () => false, kill.After, cancellationToken);
        }
        else
        {
            if (await WaitForAnswerAsync(server, browser, cancellationToken))
            {
                ready = time.GetElapsedTime(born);
            }

            var rest = kill.Kind == KillKind.AtStep ? StepPatience : kill.After;
            await WaitAsync(server, () => false, rest, cancellationToken);
            await FindWorkAsync(server, crowd, cancellationToken);
        }

        var ended = server.HasExited;
        var open = world.CountOpen(crowd.Jobs);
        await server.KillAsync();
        if (ended && (server.ExitCode != KilledBySignal || kill.Kind != KillKind.AtStep))
        {
            _violations.Add($"before kill {kill.Number} the server ended by itself with exit code {server.ExitCode}.");
        }

        return new KillResult(kill, open, server.CrashedAt, ready);
    }

    /// <summary>A kill that hits nothing proves nothing: users come a little earlier than planned if all others are done.</summary>
    private async Task FindWorkAsync(ChildServer server, DrillCrowd crowd, CancellationToken cancellationToken)
    {
        if (world.CountOpen(crowd.Jobs) == 0)
        {
            crowd.BeginNext();
            await WaitAsync(server, () => world.CountOpen(crowd.Jobs) > 0, WorkPatience, cancellationToken);
        }
    }

    /// <summary>The last life: nothing is killed any more, and everything must be completed in good time.</summary>
    private async Task<ImmutableDictionary<string, WalletTransaction>> ComeToRestAsync(
        DrillCrowd crowd,
        HttpClient browser,
        CancellationToken cancellationToken
    )
    {
        using var server = ChildServer.Start(world.ServerFolder, world.ServerEnvironment(null));
        await WaitForAnswerAsync(server, browser, cancellationToken);
        await WaitAsync(server, () => crowd.Completed == crowd.Jobs.Length, options.Patience, cancellationToken);
        if (server.HasExited)
        {
            _violations.Add($"the server ended by itself with exit code {server.ExitCode}.");
            return ImmutableDictionary<string, WalletTransaction>.Empty;
        }

        _violations.AddRange(crowd.Failures);
        _violations.AddRange(
            crowd
                .Jobs.Where(job => !job.IsCompleted)
                .Select(job =>
                    $"{job} is stuck for {options.Patience.TotalSeconds:0} s: {job.Seen?.Status ?? "never answered"} {job.Seen?.Message}"
                )
        );

        // Whatever would be paid twice gets the time to show itself.
        var until = world.Network.LatestLedger + QuietLedgers;
        await WaitAsync(server, () => world.Network.LatestLedger >= until, StartPatience, cancellationToken);
        var final = await crowd.ReadAllAsync(cancellationToken);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StopPatience);
        if (await server.StopAsync(patience.Token) is var code && code != 0)
        {
            _violations.Add($"after SIGTERM the server ended with exit code {code}.");
        }

        return final;
    }

    /// <summary>True once it answers; false if it ended before.</summary>
    private async Task<bool> WaitForAnswerAsync(
        ChildServer server,
        HttpClient browser,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        while (!server.HasExited)
        {
            try
            {
                using var response = await browser.GetAsync(world.Anchor, patience.Token);
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(Glance, time, cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _violations.Add($"the server did not answer within {StartPatience.TotalSeconds} s of its start.");
                return false;
            }
        }

        return false;
    }

    /// <summary>Until the condition holds, the server has ended, or the time is over.</summary>
    private async Task WaitAsync(
        ChildServer server,
        Func<bool> condition,
        TimeSpan longest,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetTimestamp();
        while (!condition() && !server.HasExited && time.GetElapsedTime(began) < longest)
        {
            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    private void Tell(string what) => progress($"{time.GetElapsedTime(_started).TotalSeconds, 6:0.0} s  {what}");
}
