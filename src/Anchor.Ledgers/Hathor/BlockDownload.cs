using System.Collections.Immutable;
using Anchor.Hathor.Node;
using Anchor.Hathor.Vertices;

namespace Anchor.Ledgers.Hathor;

/// <summary>A block with all that it confirms.</summary>
internal sealed record DownloadedBlock(HathorVertex Block, ImmutableArray<HathorVertex> Transactions);

/// <summary>Downloads blocks with what they confirm. A node that does not give both in one call is noticed by its answer.</summary>
internal sealed class BlockDownload(HathorNodeClient node, bool needsRaw)
{
    private volatile bool _isOld;

    /// <summary>The block at a height of the best chain; null if there is none, or if the chain moved while it was read.</summary>
    public async Task<DownloadedBlock?> GetAsync(long height, CancellationToken cancellationToken)
    {
        var walks = _isOld || needsRaw;
        if (await node.GetBlockAtHeightAsync(height, withTransactions: !walks, cancellationToken) is not { } found)
        {
            return null;
        }

        if (!walks && found.Transactions is { } given)
        {
            return new DownloadedBlock(found.Block, await NamedAsync(given, cancellationToken));
        }

        _isOld |= !walks;
        return await WalkAsync(found.Block, cancellationToken);
    }

    /// <summary>
    /// What a block confirms is found from its parents, over parents and inputs, as long as this block is what confirms them. The answers
    /// are of different moments: only if the block stands still at the end do they belong together.
    /// </summary>
    private async Task<DownloadedBlock?> WalkAsync(HathorVertex block, CancellationToken cancellationToken)
    {
        var whole = needsRaw ? await node.GetTransactionAsync(block.Id, cancellationToken) : block;
        if (whole is null)
        {
            return null;
        }

        HashSet<string> seen = new(block.Parents.Take(1), StringComparer.Ordinal);
        Queue<string> next = new(block.Parents.Skip(1).Where(seen.Add));
        var confirmed = ImmutableArray.CreateBuilder<HathorVertex>();
        while (next.TryDequeue(out var id))
        {
            var vertex = await node.GetTransactionAsync(id, cancellationToken);
            if (vertex is null || vertex.IsBlock || vertex.IsVoided || vertex.FirstBlock != block.Id)
            {
                continue;
            }

            confirmed.Add(vertex);
            foreach (var ancestor in vertex.Parents.Concat(vertex.Inputs.Select(input => input.TxId)).Where(seen.Add))
            {
                next.Enqueue(ancestor);
            }
        }

        var still = await node.GetBlockAtHeightAsync(block.Height!.Value, withTransactions: false, cancellationToken);
        return still?.Block.Id == block.Id
            ? new DownloadedBlock(whole with { Height = block.Height }, confirmed.DrainToImmutable())
            : null;
    }

    /// <summary>Not every node names a new token in the short form.</summary>
    private async Task<ImmutableArray<HathorVertex>> NamedAsync(
        ImmutableArray<HathorVertex> vertices,
        CancellationToken cancellationToken
    )
    {
        var named = vertices;
        foreach (var vertex in vertices.Where(vertex => vertex.IsTokenCreation && vertex.TokenName is null))
        {
            if (await node.GetTransactionAsync(vertex.Id, cancellationToken) is { } whole)
            {
                named = named.Replace(
                    vertex,
                    vertex with
                    {
                        TokenName = whole.TokenName,
                        TokenSymbol = whole.TokenSymbol,
                    }
                );
            }
        }

        return named;
    }
}
