using Anchor.Grains.Networks;
using Anchor.Grains.Payments;
using Anchor.Grains.Payouts;
using Anchor.Grains.Ports;
using Anchor.Grains.Rails;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Anchor.Grains;

/// <summary>Registers what the grains are made of, but for the ports to the outside.</summary>
public static class AnchorGrainServices
{
    /// <summary>Adds the grains' services and starts the grains that work by themselves.</summary>
    /// <remarks>
    /// The caller registers <see cref="IAssetCatalogue"/>, <see cref="ILedger"/>, <see cref="IReaders"/>, the stores of
    /// <c>IStores.cs</c> and, if there is a business, <see cref="IRails"/>.
    /// </remarks>
    /// <param name="services">Where they are added.</param>
    /// <param name="startsGrains">Whether this process is one that starts the grains that work by themselves.</param>
    public static IServiceCollection AddAnchorGrains(this IServiceCollection services, bool startsGrains = true)
    {
        services.AddOptions<AnchorGrainOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRandom, SystemRandom>();
        services.TryAddSingleton<IFees, StandardFees>();
        services.TryAddSingleton<IMoneySteps, UnwatchedSteps>();
        services.TryAddSingleton<IBackground, Background>();
        services.TryAddSingleton<RailsAnswers>();
        services.TryAddSingleton<RailsQuestions>();
        services.TryAddSingleton<OutgoingEffect>();
        services.TryAddSingleton<LedgerEffects>();
        services.TryAddSingleton<TransactionEffects>();
        services.TryAddSingleton<Executions>();
        services.TryAddSingleton<PaymentFeed>();
        services.TryAddSingleton<MatchedPayments>();
        services.TryAddSingleton<PayoutDriver>();
        services.TryAddSingleton<NetworkWatch>();
        services.TryAddSingleton<NetworkEnding>();
        services.TryAddSingleton<NetworkDriver>();
        return startsGrains ? services.AddHostedService<AnchorStartup>() : services;
    }
}
