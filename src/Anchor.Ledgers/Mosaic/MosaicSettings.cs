using System.Collections.Immutable;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;

namespace Anchor.Ledgers.Mosaic;

/// <summary>What the facilitator serves: chains, and pairs of gateways between two of them.</summary>
public sealed record MosaicSettings(ImmutableArray<MosaicChain> Chains, ImmutableArray<MosaicGateways> Pairs);

/// <summary>One chain and the facilitator's accounts on it.</summary>
/// <param name="Id">The chain's id in decimal digits.</param>
/// <param name="Confirmations">How many blocks must lie on a block before what it says counts.</param>
/// <param name="WebSocket">Where the node announces new blocks, if it does.</param>
/// <param name="Workers">Who sends transactions there.</param>
public sealed record MosaicChain(
    string Id,
    Uri Rpc,
    Uri? WebSocket,
    int Confirmations,
    ImmutableArray<EthereumAddress> Workers,
    MosaicScan Scan
);

/// <summary>How a chain's blocks are read.</summary>
/// <param name="BlockDelay">How many blocks must lie on a block before its events are read.</param>
/// <param name="BatchSize">How many blocks are asked for at once.</param>
/// <param name="FromBlock">Where reading begins if nothing was read yet; null: at the newest block.</param>
/// <param name="PollInterval">How often the node is asked for new blocks.</param>
public sealed record MosaicScan(int BlockDelay, int BatchSize, long? FromBlock, TimeSpan PollInterval);

/// <summary>Two gateways as configured. What is null is read from the contracts.</summary>
/// <param name="Name">Origin and auxiliary chain, and the gateway: <c>1337-1406-0x...</c>.</param>
/// <param name="RedeemPool">Null: redemptions are not served, for no contract names the pool.</param>
/// <param name="Policy">Which of its requests are accepted, and how patiently they are worked on.</param>
public sealed record MosaicGateways(
    string Name,
    string Origin,
    string Auxiliary,
    EthereumAddress Composer,
    EthereumAddress Gateway,
    EthereumAddress? CoGateway,
    EthereumAddress? OriginAnchor,
    EthereumAddress? AuxiliaryAnchor,
    EthereumAddress? RedeemPool,
    FacilitationPolicy Policy
);
