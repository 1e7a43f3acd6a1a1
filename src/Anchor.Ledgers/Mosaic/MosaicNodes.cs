using System.Collections.Concurrent;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ledgers.Ethereum;

namespace Anchor.Ledgers.Mosaic;

/// <summary>The nodes of the configured chains, as requests ask them.</summary>
public sealed class MosaicNodes(EthereumChains chains)
{
    private readonly ConcurrentDictionary<string, ContractReader> _readers = new(StringComparer.Ordinal);

    /// <summary>The node of a chain.</summary>
    public EthereumClient Node(string chain) => chains.Find(chain).Node;

    internal ContractReader Reader(string chain) =>
        _readers.GetOrAdd(chain, static (name, all) => new ContractReader(all.Find(name)), chains);
}
