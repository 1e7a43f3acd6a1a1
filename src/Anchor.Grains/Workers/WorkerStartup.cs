using Anchor.Grains.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Workers;

/// <summary>Wakes, in the background, the accounts that sign for this installation, and those that were left with something open.</summary>
public sealed class WorkerStartup(
    IGrainFactory grains,
    IWorkerLedger ledger,
    IWorkerStore store,
    IBackground background,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<WorkerStartup> logger
) : IHostedService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The runtime must be up before grains can be called.
        lifetime.ApplicationStarted.Register(() => background.Run("workers", WakeAsync));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WakeAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                var left = await store.AccountsAsync(stopping);
                foreach (var account in ledger.Accounts.Union(left))
                {
                    await grains.GetGrain<IWorkerAccountGrain>(account).WakeAsync(stopping);
                }

                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                logger.StartFailed("workers", e);
                await Task.Delay(RetryPause, time, stopping);
            }
        }
    }
}
