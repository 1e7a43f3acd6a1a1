using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Grains.Ports;

namespace Anchor.Ledgers.Mosaic;

/// <summary>The contracts of a pair, all of them known.</summary>
internal sealed record MosaicPair(
    MosaicGateways Given,
    EthereumAddress CoGateway,
    EthereumAddress OriginAnchor,
    EthereumAddress AuxiliaryAnchor,
    EthereumAddress BaseToken,
    GatewayStorage GatewayStorage,
    GatewayStorage CoGatewayStorage
);

/// <summary>A pair as requests of one kind see it.</summary>
/// <param name="SourceAnchor">The anchor on the source chain: it holds roots of the target.</param>
/// <param name="TargetAnchor">The anchor on the target chain: it holds roots of the source.</param>
internal sealed record MosaicWay(
    MosaicPair Pair,
    TransferKind Kind,
    ContractReader Source,
    ContractReader Target,
    PoolContract PoolContract,
    EthereumAddress Pool,
    EthereumAddress SourceGateway,
    EthereumAddress TargetGateway,
    EthereumAddress SourceAnchor,
    EthereumAddress TargetAnchor,
    GatewayStorage SourceStorage,
    GatewayStorage TargetStorage
)
{
    public AbiEvent Declared =>
        Kind == TransferKind.Stake ? GatewayContract.StakeIntentDeclared : GatewayContract.RedeemIntentDeclared;
}

/// <summary>Knows the contracts of every pair: from the configuration, the table of addresses, or the contracts themselves.</summary>
public sealed class MosaicDirectory(MosaicSettings settings, MosaicNodes nodes, IAddressBook book)
{
    private readonly FrozenDictionary<string, MosaicGateways> _given = settings.Pairs.ToFrozenDictionary(
        pair => pair.Name,
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<string, MosaicPair> _pairs = new(StringComparer.Ordinal);

    internal string ChainOf(string pair, TransferKind kind, Side side)
    {
        var given = Given(pair);
        return (kind == TransferKind.Stake) == (side == Side.Source) ? given.Origin : given.Auxiliary;
    }

    internal MosaicGateways Given(string pair) =>
        _given.TryGetValue(pair, out var given)
            ? given
            : throw new ChainSilentException($"The pair {pair} is not in the configuration any more.");

    internal async Task<MosaicWay> WayAsync(string name, TransferKind kind, CancellationToken cancellationToken)
    {
        var pair = await PairAsync(name, cancellationToken);
        var origin = nodes.Reader(pair.Given.Origin);
        var auxiliary = nodes.Reader(pair.Given.Auxiliary);
        return kind == TransferKind.Stake
            ? new MosaicWay(
                pair,
                kind,
                origin,
                auxiliary,
                PoolContract.Composer,
                pair.Given.Composer,
                pair.Given.Gateway,
                pair.CoGateway,
                pair.OriginAnchor,
                pair.AuxiliaryAnchor,
                pair.GatewayStorage,
                pair.CoGatewayStorage
            )
            : new MosaicWay(
                pair,
                kind,
                auxiliary,
                origin,
                PoolContract.RedeemPool,
                pair.Given.RedeemPool
                    ?? throw new ChainSilentException($"The pair {name} has no redeem pool in the configuration."),
                pair.CoGateway,
                pair.Given.Gateway,
                pair.AuxiliaryAnchor,
                pair.OriginAnchor,
                pair.CoGatewayStorage,
                pair.GatewayStorage
            );
    }

    /// <summary>All contracts of a pair; the chains are asked for what is not known, once, and it is stored.</summary>
    internal async Task<MosaicPair> PairAsync(string name, CancellationToken cancellationToken)
    {
        if (_pairs.TryGetValue(name, out var known))
        {
            return known;
        }

        var given = Given(name);
        var origin = nodes.Reader(given.Origin);
        var stored = await book.FindAsync(given.Origin, given.Gateway.ToString(), cancellationToken);
        var coGateway =
            given.CoGateway
            ?? Parsed(stored?.CoGateway)
            ?? await ContractAsync(origin, given.Gateway, GatewayContract.RemoteGateway, cancellationToken);
        var auxiliary = nodes.Reader(given.Auxiliary);
        var originAnchor =
            given.OriginAnchor
            ?? Parsed(stored?.Anchor)
            ?? await ContractAsync(origin, given.Gateway, GatewayContract.StateRootProvider, cancellationToken);
        var auxiliaryAnchor =
            given.AuxiliaryAnchor
            ?? Parsed(stored?.CoAnchor)
            ?? await ContractAsync(auxiliary, coGateway, GatewayContract.StateRootProvider, cancellationToken);
        var pair = new MosaicPair(
            given,
            coGateway,
            originAnchor,
            auxiliaryAnchor,
            await ContractAsync(origin, given.Gateway, GatewayContract.BaseToken, cancellationToken),
            await StorageAsync(origin, given.Gateway, cancellationToken),
            await StorageAsync(auxiliary, coGateway, cancellationToken)
        );
        await book.SaveAsync(
            new MosaicAddresses(
                given.Origin,
                given.Gateway.ToString(),
                given.Auxiliary,
                given.Composer.ToString(),
                coGateway.ToString(),
                originAnchor.ToString(),
                auxiliaryAnchor.ToString()
            ),
            cancellationToken
        );
        return _pairs.GetOrAdd(name, pair);
    }

    private static EthereumAddress? Parsed(string? text) =>
        EthereumAddress.TryParse(text, out var address) ? address : null;

    /// <summary>What is learned here is kept, so a node that has no state to answer from must not be believed.</summary>
    private static async Task<EthereumAddress> ContractAsync(
        ContractReader chain,
        EthereumAddress gateway,
        AbiFunction which,
        CancellationToken cancellationToken
    )
    {
        var address = await chain.AskAsync<EthereumAddress>(gateway, which, BlockTag.Latest, cancellationToken);
        return !address.IsZero
            ? address
            : throw new ChainSilentException($"Chain {chain.Chain}: {gateway} names no {which.Name}.");
    }

    private static async Task<GatewayStorage> StorageAsync(
        ContractReader chain,
        EthereumAddress gateway,
        CancellationToken cancellationToken
    )
    {
        var offset = await chain.AskAsync<UInt256>(
            gateway,
            GatewayContract.MessageBoxOffset,
            BlockTag.Latest,
            cancellationToken
        );
        return !offset.IsZero && offset.Value <= byte.MaxValue
            ? new GatewayStorage((int)(long)offset)
            : throw new ChainSilentException(
                string.Create(CultureInfo.InvariantCulture, $"{gateway} names an impossible message box: {offset}.")
            );
    }
}
