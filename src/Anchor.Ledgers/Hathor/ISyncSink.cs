using System.Collections.Immutable;
using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Hathor.Vertices;

namespace Anchor.Ledgers.Hathor;

/// <summary>Where the blocks of a walk are delivered: the own projection, or a wallet service outside.</summary>
public interface ISyncSink
{
    /// <summary>Whether it needs vertices in the form of <c>GET transaction</c>, with their raw bytes.</summary>
    bool NeedsRaw { get; }

    Task<BlockPlace?> TipAsync(CancellationToken cancellationToken);

    /// <summary>The id of the network's first block, by which the network is known again; null if it is not known here.</summary>
    Task<string?> FirstBlockAsync(CancellationToken cancellationToken);

    /// <summary>Takes a block with what it confirms; afterwards it is the tip. Delivering it again changes nothing.</summary>
    Task DeliverAsync(
        HathorVertex block,
        ImmutableArray<HathorVertex> transactions,
        CancellationToken cancellationToken
    );

    /// <summary>Brings the unconfirmed transactions up to date with the node's.</summary>
    Task<int> DeliverMempoolAsync(HathorNodeClient node, CancellationToken cancellationToken);

    /// <summary>Goes back to the node's best chain, or a part of the way.</summary>
    Task<SyncStep> TakeBackAsync(HathorNodeClient node, CancellationToken cancellationToken);

    /// <summary>Forgets all, in parts; true when it is gone.</summary>
    Task<bool> ForgetAsync(CancellationToken cancellationToken);
}
