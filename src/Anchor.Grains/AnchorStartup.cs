using System.Collections.Concurrent;
using Anchor.Grains.Ingest;
using Anchor.Grains.Networks;
using Anchor.Grains.Payouts;
using Anchor.Grains.Ports;
using Anchor.Grains.Rails;
using Anchor.Grains.Sweep;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Grains;

/// <summary>Starts, in the background, the grains that work by themselves. Safe to do in every process of a cluster.</summary>
public sealed class AnchorStartup(
    IGrainFactory grains,
    IAssetCatalogue assets,
    IBackground background,
    IHostApplicationLifetime lifetime,
    IOptions<AnchorGrainOptions> options,
    TimeProvider time,
    ILogger<AnchorStartup> logger
) : IHostedService
{
    private readonly ConcurrentDictionary<string, bool> _started = new(StringComparer.Ordinal);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The runtime must be up before grains can be called.
        lifetime.ApplicationStarted.Register(StartGrains);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void StartGrains()
    {
        Keep("network", token => grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).StartAsync(token));
        assets.Changed += (_, _) => StartAccounts();
        StartAccounts();
        foreach (var poll in RailsPolls.Regular)
        {
            Keep($"poll of {poll}", token => grains.GetGrain<IRailsPollGrain>(poll).StartAsync(token));
        }

        Keep("sweep", token => grains.GetGrain<ISweepGrain>("0").StartAsync(token));
        if (options.Value.ResumeAtStart)
        {
            Keep("resuming", token => grains.GetGrain<ISweepGrain>("0").ResumeAsync(token));
        }
    }

    /// <summary>The reader and the payer of each account, also of one that came with a new asset. Those of an account that went are not stopped: money may still come.</summary>
    private void StartAccounts()
    {
        foreach (var account in assets.DistributionAccounts().Where(account => _started.TryAdd(account, true)))
        {
            Keep($"reader of {account}", token => grains.GetGrain<IIngestGrain>(account).EnsureReaderAsync(token));
            Keep($"payer of {account}", token => grains.GetGrain<IPayoutGrain>(account).WakeAsync(token));
        }
    }

    private void Keep(string name, Func<CancellationToken, Task> start) => background.Start(name, start, time, logger);
}
