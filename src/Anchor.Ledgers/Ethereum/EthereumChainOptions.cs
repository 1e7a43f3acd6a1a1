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

    /// <summary>Where the node announces new blocks (WebSocket); null if it does not. Nothing depends on it but how soon they are read.</summary>
    public Uri? Ws { get; init; }

    /// <summary>How many blocks below the head are left to settle before they are read.</summary>
    public int BlockDelay { get; init; } = 2;

    /// <summary>How many blocks are read at a time at most.</summary>
    public int BatchSize { get; init; } = 2_000;

    /// <summary>The first block that is read of a chain that was never read; null begins at the present.</summary>
    public long? FromBlock { get; init; }

    /// <summary>How often the node is asked for new blocks, whether or not it announces them.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

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
