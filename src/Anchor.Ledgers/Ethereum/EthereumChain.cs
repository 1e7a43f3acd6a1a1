using Anchor.Domain.Chains;
using Anchor.Ethereum.JsonRpc;

namespace Anchor.Ledgers.Ethereum;

/// <summary>A configured chain and its node.</summary>
public sealed class EthereumChain(EthereumChainOptions options, EthereumClient node)
{
    private bool _known;

    public EthereumChainOptions Options => options;

    public EthereumClient Node => node;

    /// <summary>A transaction for another chain can be swallowed without a word, so the node's chain is compared before anything is signed.</summary>
    public async ValueTask EnsureChainAsync(CancellationToken cancellationToken)
    {
        if (_known)
        {
            return;
        }

        var id = await node.GetChainIdAsync(cancellationToken);
        _known =
            id == options.ChainId
                ? true
                : throw new InvalidOperationException(
                    $"{node.Endpoint} is a node of chain {id}, and {options.Name} is chain {options.ChainId}."
                );
    }

    /// <summary>Whether the chain has this very block.</summary>
    public async Task<bool> IsPastAsync(BlockPoint point, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(point);
        var block = await node.FindBlockAsync(BlockTag.At(point.Height), cancellationToken);
        return block?.Hash.ToString() == point.Hash;
    }

    /// <summary>A block as cursors know it.</summary>
    public static BlockPoint PointOf(EthereumBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new BlockPoint(block.Number, block.Hash.ToString());
    }

    /// <summary>The latest block whose transactions count, when the head is at this height.</summary>
    public long LastFinal(long head) => Math.Max(0, head - Math.Max(1, options.Confirmations) + 1);
}

/// <summary>The configured chains by their names.</summary>
public sealed class EthereumChains
{
    private readonly Dictionary<string, EthereumChain> _chains;

    public EthereumChains(IEnumerable<EthereumChain> chains) =>
        _chains = chains.ToDictionary(chain => chain.Options.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<EthereumChain> All => _chains.Values;

    public EthereumChain Find(string name) =>
        _chains.GetValueOrDefault(name) ?? throw new InvalidOperationException($"No chain {name} is configured.");
}
