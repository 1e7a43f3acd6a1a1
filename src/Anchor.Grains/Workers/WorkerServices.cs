using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Anchor.Grains.Workers;

/// <summary>Registers what workers' accounts are made of, but for the ports to the outside.</summary>
public static class WorkerServices
{
    /// <summary>Adds the services, and wakes the accounts at the start.</summary>
    /// <remarks>The caller registers <see cref="Ports.IWorkerLedger"/> and <see cref="Ports.IWorkerStore"/>.</remarks>
    public static IServiceCollection AddAnchorWorkers(this IServiceCollection services)
    {
        services.AddOptions<WorkerOptions>();
        services.TryAddSingleton<WorkerDriver>();
        services.TryAddSingleton<WorkerChoice>();
        return services.AddHostedService<WorkerStartup>();
    }
}
