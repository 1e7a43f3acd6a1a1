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
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The runtime must be up before grains can be called.
        lifetime.ApplicationStarted.Register(() => background.Start("workers", WakeAsync, time, logger));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WakeAsync(CancellationToken stopping)
    {
        var left = await store.AccountsAsync(stopping);
        foreach (var account in ledger.Accounts.Union(left))
        {
            await grains.GetGrain<IWorkerAccountGrain>(account).WakeAsync(stopping);
        }
    }
}
