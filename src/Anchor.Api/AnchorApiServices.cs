using Anchor.Api.Http;
using Anchor.Api.Interactive;
using Anchor.Api.Look;
using Anchor.Api.Operator;
using Anchor.Api.Operator.Console;
using Anchor.Api.Operator.Sync;
using Anchor.Api.Sep1;
using Anchor.Api.Sep10;
using Anchor.Api.Sep24;
using Anchor.Api.Tokens;
using Anchor.Api.Wallets;
using Anchor.Grains;
using Anchor.Grains.Ingest;
using Anchor.Grains.Ports;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Anchor.Api;

/// <summary>Puts the HTTP side together.</summary>
public static class AnchorApiServices
{
    /// <summary>
    /// Registers the endpoints of <see cref="AnchorApiEndpoints.MapAnchorApi"/>. Expects the grains' ports, an <see cref="IGrainFactory"/> and a
    /// <see cref="TimeProvider"/>; whatever was registered before wins over the defaults.
    /// </summary>
    public static IServiceCollection AddAnchorApi(
        this IServiceCollection services,
        Action<AnchorApiOptions>? configure = null
    )
    {
        var options = services.AddOptions<AnchorApiOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        services.AddSingleton<IValidateOptions<AnchorApiOptions>, AnchorApiOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRandom, SystemRandom>();
        services.TryAddSingleton<FreshKeys>();
        services.TryAddSingleton<IFees, StandardFees>();

        // The host logs every request's address, and an interactive link's address holds its token.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning));

        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<TokenSigner>();
        services.AddSingleton<WebAuth>();
        services.AddSingleton(provider =>
            OwnLook.Load(
                provider.GetRequiredService<IOptions<AnchorApiOptions>>().Value,
                provider.GetServices<IPageValues>()
            )
        );
        services.AddSingleton<Layout>();
        services.AddSingleton<StellarToml>();
        services.AddHostedService<TomlCheck>();
        services.AddSingleton<Sep1Endpoints>();

        services.TryAddSingleton<IClientDomainFetcher, ClientDomainFetcher>();
        services.TryAddSingleton<IAccountSigners>(provider => new HorizonAccountSigners(
            provider.GetRequiredService<HorizonClient>()
        ));
        services.AddSingleton<ClientDomains>();
        services.AddSingleton<ChallengeRequests>();
        services.AddSingleton<Sep10Endpoints>();

        services.AddSingleton<TransactionJson>();
        services.AddSingleton<TransactionSearch>();
        services.AddSingleton<FollowedAccounts>();
        services.AddSingleton<InteractiveStart>();
        services.AddSingleton<Sep24Info>();
        services.AddSingleton<Sep24Endpoints>();

        services.TryAddSingleton<IDepositFlow, DefaultDepositFlow>();
        services.TryAddSingleton<IWithdrawalFlow, DefaultWithdrawalFlow>();
        services.AddSingleton<FormCheck>();
        services.AddSingleton<FlowRunner>();
        services.AddSingleton<InteractiveSession>();
        services.AddSingleton<InteractiveEndpoints>();
        services.AddSingleton<MoreInfoEndpoints>();

        services.AddSingleton<ServerInfo>();
        services.AddSingleton<OperatorAccess>();
        services.AddOptions<OperatorOptions>();
        services.AddSingleton<OperatorToken>();
        services.AddHostedService<OperatorAddressFile>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<MetricsText>();
        services.AddSingleton<MetricsEndpoint>();
        services.AddSingleton<InfoEndpoint>();
        services.AddSingleton<LandingPage>();
        services.AddSingleton<SyncPage>();
        services.AddSingleton<WalletAccess>();
        services.AddSingleton<WalletStream>();
        services.AddSingleton<WalletEndpoints>();
        services.AddSingleton<ConsoleAccess>();
        services.AddSingleton<RuntimePage>();
        services.AddSingleton<ConsoleEndpoints>();
        services.AddSingleton<OperatorParts>();
        return services;
    }
}
