using Anchor.Grains.Ports;
using Anchor.Ledgers.Payouts;
using Anchor.Ledgers.Readers;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers;

/// <summary>Registers the Stellar network behind one Horizon.</summary>
public static class AnchorLedgerServices
{
    /// <summary>Adds <see cref="ILedger"/> and <see cref="IReaders"/>. The caller registers <see cref="Signing.ISigner"/>.</summary>
    public static IServiceCollection AddAnchorLedgers(this IServiceCollection services, HorizonOptions horizon)
    {
        services.AddOptions<StellarLedgerOptions>();
        services.AddHttpClient(nameof(HorizonClient), http => http.Timeout = Timeout.InfiniteTimeSpan);
        services.TryAddSingleton(new Network(horizon.NetworkPassphrase));
        services.TryAddSingleton(horizon);
        services.TryAddSingleton<HorizonMetrics>();
        services.TryAddSingleton(provider => new HorizonClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(HorizonClient)),
            horizon,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<HorizonMetrics>()
        ));
        services.TryAddSingleton(provider => new HorizonSubmitter(provider.GetRequiredService<HorizonClient>()));
        services.TryAddSingleton(provider => new HorizonPaymentStream(
            provider.GetRequiredService<HorizonClient>(),
            provider.GetRequiredService<IRandom>().NewFraction,
            provider.GetRequiredService<ILogger<HorizonPaymentStream>>()
        ));
        services.TryAddSingleton<FeeBids>();
        services.TryAddSingleton<EnvelopeDriver>();
        services.TryAddSingleton<NetworkLook>();
        services.TryAddSingleton<ILedger, StellarLedger>();
        services.TryAddSingleton<IPageOwner, GrainPages>();
        services.TryAddSingleton<StellarReader>();
        services.TryAddSingleton<IReaders, StellarReaders>();
        return services;
    }
}
