using Anchor.Domain.Sync;

namespace Anchor.Grains.Sync;

/// <summary>The sync of a Hathor network. The key is the network's name.</summary>
[Alias("anchor.IBlockSyncGrain")]
public interface IBlockSyncGrain : IGrainWithStringKey
{
    /// <summary>The process began: it is idle, whatever was stored, and listens.</summary>
    [Alias("start")]
    Task StartAsync(CancellationToken cancellationToken);

    [ReadOnly]
    [Alias("get")]
    Task<BlockSyncState> GetAsync(CancellationToken cancellationToken);

    /// <summary>Decides what happened; when it returns, the state is stored.</summary>
    [Alias("apply")]
    Task<BlockSyncState> ApplyAsync(SyncCommand command, CancellationToken cancellationToken);
}
