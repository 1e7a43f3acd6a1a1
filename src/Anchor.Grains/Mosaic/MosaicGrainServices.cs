using Anchor.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Anchor.Grains.Mosaic;

/// <summary>Registers what the facilitator's grains are made of, but for the ports to the chains.</summary>
public static class MosaicGrainServices
{
    /// <summary>Adds them; <see cref="AnchorGrainServices.AddAnchorGrains"/> adds the rest.</summary>
    /// <remarks>The caller registers <see cref="IMosaicChains"/>, <see cref="IWorkerLedger"/> and the stores.</remarks>
    public static IServiceCollection AddMosaicGrains(this IServiceCollection services)
    {
        services.AddOptions<FacilitatorOptions>();
        services.TryAddSingleton<IRequestSteps, RequestJournal>();
        services.TryAddSingleton<RequestWorkers>();
        services.TryAddSingleton<RequestEffects>();
        services.TryAddSingleton<RequestDriver>();
        return services;
    }
}
