using Anchor.Grains.Sync;
using Anchor.Hathor.Node;

namespace Anchor.Ledgers.Hathor;

/// <summary>
/// Finds the highest block that ours and the node's best chain have in common. A block names the one before it: where two chains have one
/// in common they have all below, so halving the distance is safe, which halving by what is voided is not.
/// </summary>
internal sealed class ForkSearch(string network, ISyncProjection projection, HathorNodeClient node)
{
    /// <summary>Null if there is none.</summary>
    public async Task<long?> FindAsync(SyncTip tip, NodeStatus status, CancellationToken cancellationToken)
    {
        // The end of the best chain comes with the status: a fork that is not deep is found without another question.
        foreach (var place in status.Recent.Where(place => place.Height <= tip.Height))
        {
            if (await projection.BlockAtAsync(network, place.Height, cancellationToken) == place.Id)
            {
                return place.Height;
            }
        }

        var different = Math.Min(tip.Height, status.Best.Height);
        if (await IsCommonAsync(different, cancellationToken))
        {
            return different;
        }

        for (long back = 1; ; back *= 2)
        {
            var height = Math.Max(0, different - back);
            if (await IsCommonAsync(height, cancellationToken))
            {
                return await BetweenAsync(height, different, cancellationToken);
            }

            if (height == 0)
            {
                return null;
            }

            different = height;
        }
    }

    private async Task<long> BetweenAsync(long common, long different, CancellationToken cancellationToken)
    {
        while (different - common > 1)
        {
            var middle = common + ((different - common) / 2);
            if (await IsCommonAsync(middle, cancellationToken))
            {
                common = middle;
            }
            else
            {
                different = middle;
            }
        }

        return common;
    }

    private async Task<bool> IsCommonAsync(long height, CancellationToken cancellationToken) =>
        await projection.BlockAtAsync(network, height, cancellationToken) is { } ours
        && (await node.GetBlockAtHeightAsync(height, withTransactions: false, cancellationToken))?.Block.Id == ours;
}
