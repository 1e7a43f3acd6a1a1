using System.Collections.Immutable;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Grains.Ports;

namespace Anchor.Ledgers.Mosaic;

/// <summary>Asks the anchors of a pair which roots they hold.</summary>
public sealed class MosaicAnchors(MosaicDirectory directory, MosaicNodes nodes)
{
    private const int LargestRing = 1_000;

    /// <summary>The ring on one chain of the pair, which holds roots of the other.</summary>
    /// <param name="pair">The pair's name.</param>
    /// <param name="onOrigin">Whether the anchor on the origin chain is meant, or the one on the auxiliary chain.</param>
    /// <param name="cancellationToken">Gives the questions up.</param>
    /// <exception cref="ChainSilentException">It did not answer, or not as such an anchor would.</exception>
    public async Task<AnchorRing> RingAsync(string pair, bool onOrigin, CancellationToken cancellationToken)
    {
        try
        {
            var contracts = await directory.PairAsync(pair, cancellationToken);
            var (chain, anchor) = onOrigin
                ? (contracts.Given.Origin, contracts.OriginAnchor)
                : (contracts.Given.Auxiliary, contracts.AuxiliaryAnchor);
            return await RingAsync(nodes.Reader(chain), anchor, cancellationToken);
        }
        catch (Exception e) when (e is NodeUnavailableException or NodeRefusalException)
        {
            throw new ChainSilentException(e.Message, e);
        }
    }

    private static async Task<AnchorRing> RingAsync(
        ContractReader chain,
        EthereumAddress anchor,
        CancellationToken cancellationToken
    )
    {
        var latest = (long)
            await chain.AskAsync<UInt256>(anchor, AnchorContract.LatestHeight, BlockTag.Latest, cancellationToken);
        var size = await ReadAsync(chain, anchor, [AnchorStorage.Size], cancellationToken);
        if (size is not [> 0 and <= LargestRing and var places])
        {
            throw Strange(chain, anchor);
        }

        var heights = await ReadAsync(chain, anchor, AnchorStorage.Heights((int)places), cancellationToken);
        var known = heights.Where(height => height > 0).OrderDescending().ToImmutableArray();
        // Another root may have come since the first question.
        return known.IsEmpty
            ? latest == 0
                ? new AnchorRing((int)places, known)
                : throw Strange(chain, anchor)
            : known.Contains(latest)
                ? new AnchorRing((int)places, known)
                : throw Strange(chain, anchor);
    }

    private static async Task<ImmutableArray<long>> ReadAsync(
        ContractReader chain,
        EthereumAddress anchor,
        ImmutableArray<Bytes32> keys,
        CancellationToken cancellationToken
    )
    {
        var proof = await chain.Node.GetProofAsync(anchor, keys, BlockTag.Latest, cancellationToken);
        return proof.StorageProof.Length == keys.Length
            ? [.. proof.StorageProof.Select(item => item.Value <= long.MaxValue ? (long)item.Value : -1)]
            : throw Strange(chain, anchor);
    }

    private static ChainSilentException Strange(ContractReader chain, EthereumAddress anchor) =>
        new($"Chain {chain.Chain}: {anchor} does not keep its roots as a known anchor does.");
}
