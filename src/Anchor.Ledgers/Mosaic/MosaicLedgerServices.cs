using System.Globalization;
using Anchor.Crypto;
using Anchor.Grains.Ports;
using Anchor.Ledgers.Ethereum;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Ledgers.Mosaic;

/// <summary>Registers the chains of Mosaic and the workers' accounts on them.</summary>
public static class MosaicLedgerServices
{
    /// <summary>Adds the configured chains, and what the facilitator's grains ask of them.</summary>
    /// <param name="services">Where they are added.</param>
    /// <param name="settings">What is served.</param>
    /// <param name="keys">The keys of all workers, which belong to the services from now on.</param>
    public static IServiceCollection AddMosaicLedgers(
        this IServiceCollection services,
        MosaicSettings settings,
        IEnumerable<Secp256k1PrivateKey> keys
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        services.AddEthereumChains([.. settings.Chains.Select(Options)], keys);
        services.AddSingleton<MosaicNodes>();
        services.AddSingleton<MosaicDirectory>();
        services.AddSingleton<MosaicAnchors>();
        services.AddSingleton<IMosaicChains, MosaicChains>();
        services.AddSingleton<RequestEvents>();
        services.AddSingleton<IChainEvents, MosaicEvents>();
        return services.AddEthereumScan();
    }

    private static EthereumChainOptions Options(MosaicChain chain) =>
        new()
        {
            Name = chain.Id,
            ChainId = long.Parse(chain.Id, NumberStyles.None, CultureInfo.InvariantCulture),
            Rpc = chain.Rpc,
            Ws = chain.WebSocket,
            Confirmations = chain.Confirmations,
            BlockDelay = chain.Scan.BlockDelay,
            BatchSize = chain.Scan.BatchSize,
            FromBlock = chain.Scan.FromBlock,
            PollInterval = chain.Scan.PollInterval,
            Workers = chain.Workers,
        };
}
