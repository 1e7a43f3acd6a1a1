using System.Collections.Immutable;
using Anchor.Crypto;
using Anchor.Ethereum.JsonRpc;
using Anchor.Grains.Chains;
using Anchor.Grains.Ports;
using Anchor.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Ledgers.Ethereum;

/// <summary>Registers EVM chains and the accounts that sign on them.</summary>
public static class EthereumLedgerServices
{
    /// <summary>Adds the chains and their workers.</summary>
    /// <param name="services">Where they are added.</param>
    /// <param name="options">The chains, each with a name of its own.</param>
    /// <param name="keys">The keys of all workers, which belong to the services from now on.</param>
    public static IServiceCollection AddEthereumChains(
        this IServiceCollection services,
        ImmutableArray<EthereumChainOptions> options,
        IEnumerable<Secp256k1PrivateKey> keys
    )
    {
        services.AddHttpClient(nameof(EthereumClient), http => http.Timeout = Timeout.InfiniteTimeSpan);
        services.AddSingleton(provider => new EthereumChains(options.Select(chain => Connect(chain, provider))));
        services.AddSingleton(_ => new WorkerKeys(keys));
        services.AddSingleton<IWorkerLedger, EthereumWorkerLedger>();
        return services.AddAnchorWorkers();
    }

    /// <summary>Adds the reading of the chains' events. The caller registers <see cref="IChainEvents"/>, whom they concern.</summary>
    public static IServiceCollection AddEthereumScan(this IServiceCollection services)
    {
        services.AddSingleton<EthereumChainReader>();
        services.AddSingleton<IChainReaders, EthereumChainReaders>();
        return services.AddChainScan();
    }

    private static EthereumChain Connect(EthereumChainOptions chain, IServiceProvider provider) =>
        new(
            chain,
            new EthereumClient(
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(EthereumClient)),
                new EthereumClientOptions { Endpoint = chain.Rpc, Timeout = chain.Timeout },
                provider.GetRequiredService<TimeProvider>()
            )
        );
}
