using Anchor.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Sync;

/// <summary>Starts the syncs of the configured networks, in the background.</summary>
public sealed class SyncStartup(
    IGrainFactory grains,
    ISyncFollowers followers,
    IBackground background,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SyncStartup> logger
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var network in followers.Networks)
            {
                background.Start(
                    $"the sync of {network}",
                    token => grains.GetGrain<IBlockSyncGrain>(network).StartAsync(token),
                    time,
                    logger
                );
            }
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Registers what the sync's grain is made of, but for <see cref="ISyncFollowers"/> and <see cref="ISyncProjection"/>.</summary>
public static class SyncServices
{
    /// <summary>Adds the services of the sync.</summary>
    /// <param name="services">Where they are added.</param>
    /// <param name="starts">Whether this process starts the syncs.</param>
    public static IServiceCollection AddBlockSync(this IServiceCollection services, bool starts)
    {
        services.AddOptions<SyncOptions>().Configure(options => options.Follows = starts);
        services.TryAddSingleton<IBackground, Background>();
        services.TryAddSingleton<ISyncAlerts, LoggedAlerts>();
        services.TryAddSingleton<SyncMetrics>();
        services.TryAddSingleton<SyncDriver>();
        return starts ? services.AddHostedService<SyncStartup>() : services;
    }
}

/// <summary>Alerts that go to the log alone.</summary>
public sealed class LoggedAlerts(ILogger<LoggedAlerts> logger) : ISyncAlerts
{
    public Task RaiseAsync(SyncAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        logger.SyncAlerted(
            alert.Severity switch
            {
                AlertSeverity.Info => LogLevel.Information,
                AlertSeverity.Warning or AlertSeverity.Minor => LogLevel.Warning,
                _ => LogLevel.Error,
            },
            alert.Network,
            alert.Severity,
            alert.Title,
            alert.Message
        );
        return Task.CompletedTask;
    }
}
