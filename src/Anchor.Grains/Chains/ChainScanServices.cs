using Anchor.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Chains;

/// <summary>Registers the reading of chains, but for the ports to the outside.</summary>
public static class ChainScanServices
{
    /// <summary>Adds the services, and starts the reader of each chain.</summary>
    /// <remarks>The caller registers <see cref="IChainEvents"/>, <see cref="IChainReaders"/> and <see cref="IScanStore"/>.</remarks>
    public static IServiceCollection AddChainScan(this IServiceCollection services)
    {
        services.AddOptions<ChainScanOptions>();
        services.TryAddSingleton<ChainFeed>();
        return services.AddHostedService<ChainScanStartup>();
    }
}

/// <summary>Starts the readers, in the background. Safe to do in every process of a cluster.</summary>
internal sealed class ChainScanStartup(
    IGrainFactory grains,
    IChainEvents events,
    IBackground background,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ChainScanStartup> logger
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The runtime must be up before grains can be called.
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var chain in events.Chains)
            {
                background.Start(
                    $"reader of {chain}",
                    token => grains.GetGrain<IChainScannerGrain>(chain).EnsureReaderAsync(token),
                    time,
                    logger
                );
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
