using System.Diagnostics;
using Anchor.Grains;
using Anchor.Grains.Mosaic;
using Anchor.Grains.Ports;
using Anchor.Storage;
using Anchor.Storage.Mosaic;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Anchor.Hosting.Facilitator;

/// <summary>Takes the facilitator's leases, starts what works by itself, and gives the leases back at the end.</summary>
internal sealed class FacilitatorStartup(
    FacilitatorSettings settings,
    ProcessLeases leases,
    IOptions<FacilitatorOptions> options,
    IGrainFactory grains,
    IBackground background,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<FacilitatorStartup> logger
) : IHostedService
{
    private readonly List<(ProcessRole Role, string Lease)> _held = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var role in Roles())
        {
            var (lease, holder) = await leases.TakeAsync(role, cancellationToken);
            if (holder is not null && HasDied(holder))
            {
                await leases.BuryAsync(holder, cancellationToken);
                (lease, holder) = await leases.TakeAsync(role, cancellationToken);
            }

            if (lease is null)
            {
                throw new StorageStartException(
                    $"A {role.Kind} of chain {role.ChainId} with the same workers runs already: process {holder?.ProcessId} on {holder?.Host}, since {holder?.StartedAt:u}."
                );
            }

            _held.Add((role, lease));
        }

        // The runtime must be up before grains can be called.
        lifetime.ApplicationStarted.Register(StartGrains);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var (role, lease) in _held)
        {
            await leases.ReleaseAsync(role, lease, cancellationToken);
        }
    }

    /// <summary>A process of this machine that was killed need not be waited for.</summary>
    private static bool HasDied(RunningProcess holder)
    {
        if (holder.Host != Environment.MachineName)
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById((int)holder.ProcessId);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private IEnumerable<ProcessRole> Roles() =>
        settings
            .Mosaic.Chains.Where(chain => settings.Mosaic.Pairs.Any(pair => pair.Auxiliary == chain.Id))
            .Select(chain => new ProcessRole(
                options.Value.Facilitates ? "facilitator" : "listener",
                chain.Id,
                string.Join(',', chain.Workers.Select(worker => worker.ToLowerHex()).Order(StringComparer.Ordinal))
            ));

    private void StartGrains()
    {
        foreach (var (role, lease) in _held)
        {
            background.Run($"lease of {role.ChainId}", token => KeepAsync(role, lease, token));
        }

        Keep("sweep", token => grains.GetGrain<IRequestSweepGrain>("0").StartAsync(token));
        Keep("resuming", token => grains.GetGrain<IRequestSweepGrain>("0").ResumeAsync(token));
    }

    /// <summary>A process that lost its lease must not go on beside the one that has it now.</summary>
    private async Task KeepAsync(ProcessRole role, string lease, CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(ProcessLeases.Duration / 3, time, stopping);
            if (!await leases.RenewAsync(role, lease, stopping))
            {
                logger.LeaseLost(role.ChainId);
                lifetime.StopApplication();
                return;
            }
        }
    }

    private void Keep(string name, Func<CancellationToken, Task> start) => background.Start(name, start, time, logger);
}
