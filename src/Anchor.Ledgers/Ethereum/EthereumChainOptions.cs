using System.Collections.Immutable;
using Anchor.Ethereum;

namespace Anchor.Ledgers.Ethereum;

/// <summary>A chain as the configuration names it.</summary>
public sealed record EthereumChainOptions
{
    /// <summary>By which grains and rows know it: its id in digits, or a name.</summary>
    public required string Name { get; init; }

    public required long ChainId { get; init; }

    public required Uri Rpc { get; init; }

    /// <summary>The accounts that sign on this chain for this installation, in the order in which they take turns.</summary>
    public ImmutableArray<EthereumAddress> Workers { get; init; } = [];

    /// <summary>How many blocks, its own included, a transaction must have before it counts.</summary>
    public int Confirmations { get; init; } = 6;

    /// <summary>The most that a unit of gas may ever cost, in wei.</summary>
    public UInt256 MostFee { get; init; } = 500_000_000_000;

    /// <summary>The least tip that is offered, in wei.</summary>
    public UInt256 LeastTip { get; init; } = 1_000_000;

    /// <summary>What is added to estimates of gas, in percent.</summary>
    public int GasMargin { get; init; } = 25;

    /// <summary>The longest that one question to the node may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
