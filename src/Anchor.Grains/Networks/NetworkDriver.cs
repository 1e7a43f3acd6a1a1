using System.Collections.Concurrent;
using Anchor.Domain.Network;
using Anchor.Grains.Ingest;
using Anchor.Grains.Payouts;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains.Networks;

/// <summary>What follows from the network's state, off its grain's turns. All of it may be done again: the grain's timer sees to it that it is.</summary>
public sealed class NetworkDriver(
    IGrainFactory grains,
    NetworkWatch watch,
    NetworkEnding ending,
    IAssetCatalogue assets,
    IBackground background,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<NetworkDriver> logger
)
{
    private readonly ConcurrentDictionary<string, byte> _running = new();

    /// <summary>Looks at the network once, now.</summary>
    internal void Look() =>
        RunOnce(
            "look at the network",
            async token =>
            {
                using var limit = new CancellationTokenSource(options.Value.EffectTimeout, time);
                using var bounded = CancellationTokenSource.CreateLinkedTokenSource(token, limit.Token);
                await watch.LookAsync(TimeSpan.Zero, bounded.Token);
            }
        );

    internal void Follow(NetworkState before, NetworkState after)
    {
        if (before.Condition == NetworkCondition.Reset && after.Condition == NetworkCondition.Known)
        {
            RunOnce("going on with the network", GoOnAsync);
        }
        else
        {
            Resume(after);
        }
    }

    /// <summary>Whatever the state asks for and a crash may have interrupted.</summary>
    internal void Resume(NetworkState state)
    {
        if (state.Condition == NetworkCondition.Reset)
        {
            RunOnce("halting for a network reset", token => HaltAsync(state, token));
        }
        else if (state.Condition == NetworkCondition.Resolving)
        {
            RunOnce("ending after a network reset", EndAsync);
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        var state = await grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).GetAsync(cancellationToken);
        if (state is { Condition: NetworkCondition.Resolving, Progress.Stage: ResetStage.Payments })
        {
            await HaltAsync(state, cancellationToken);
        }

        await ending.RunAsync(cancellationToken);
    }

    private async Task HaltAsync(NetworkState state, CancellationToken cancellationToken)
    {
        foreach (var account in assets.DistributionAccounts())
        {
            await grains.GetGrain<IIngestGrain>(account).HaltAsync(state.Alarm!, cancellationToken);
        }
    }

    private async Task GoOnAsync(CancellationToken cancellationToken)
    {
        foreach (var account in assets.DistributionAccounts())
        {
            await grains.GetGrain<IIngestGrain>(account).EnsureReaderAsync(cancellationToken);
            await grains.GetGrain<IPayoutGrain>(account).ReopenAsync(cancellationToken);
        }
    }

    private void RunOnce(string name, Func<CancellationToken, Task> work)
    {
        if (_running.TryAdd(name, 0))
        {
            background.Run(name, token => GuardAsync(name, work, token));
        }
    }

    private async Task GuardAsync(string name, Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        try
        {
            await work(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            logger.NetworkStepFailed(name, e);
        }
        finally
        {
            _running.TryRemove(name, out _);
        }
    }
}
