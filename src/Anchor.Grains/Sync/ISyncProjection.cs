using System.Collections.Immutable;

namespace Anchor.Grains.Sync;

/// <summary>
/// The wallet's view of a network: vertices that are not voided, their outputs, balances and histories. What it holds is decided by which
/// vertices stand and by the best block alone, never by the way there: that is why a reorg undone is as good as one that never was.
/// </summary>
public interface ISyncProjection
{
    Task<SyncPosition> ReadAsync(string network, CancellationToken cancellationToken);

    /// <summary>Brings one unit in, together with the cursor, in one transaction. Doing it again changes nothing.</summary>
    /// <exception cref="SyncContradictionException">The unit spends what is not there.</exception>
    Task<SyncCommit> CommitAsync(string network, SyncUnit unit, CancellationToken cancellationToken);

    /// <summary>The id of our block at a height; null above the tip.</summary>
    Task<string?> BlockAtAsync(string network, long height, CancellationToken cancellationToken);

    /// <summary>Transactions that no block confirms, by id.</summary>
    Task<ImmutableArray<string>> UnconfirmedAsync(
        string network,
        string after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Whether a vertex stands.</summary>
    Task<bool> HasAsync(string network, string id, CancellationToken cancellationToken);

    /// <summary>Forgets everything of a network but its wallets, in steps; true when all is gone.</summary>
    Task<bool> ForgetAsync(string network, CancellationToken cancellationToken);
}

/// <summary>The best block that was brought in.</summary>
public sealed record SyncTip(long Height, string Id, long Timestamp);

/// <summary>How far a projection has come.</summary>
/// <param name="Sequence">Grows with every commit.</param>
/// <param name="Genesis">The id of the network's first block, by which it is known again; null before the first commit.</param>
/// <param name="StreamId">Of the event queue that was followed; null if none was.</param>
/// <param name="LastEventId">Of that queue.</param>
public sealed record SyncPosition(long Sequence, SyncTip? Tip, string? Genesis, string? StreamId, long? LastEventId)
{
    public static SyncPosition Empty { get; } = new(0, null, null, null, null);
}

/// <summary>Changes that stand or fall together.</summary>
/// <param name="Changes">At most one for a vertex: how it stands at last.</param>
public sealed record SyncUnit(ImmutableArray<VertexChange> Changes)
{
    /// <summary>Set together with <see cref="LastEventId"/>, by the event queue.</summary>
    public string? StreamId { get; init; }

    public long? LastEventId { get; init; }
}

/// <summary>How a vertex stands: confirmed, unconfirmed, or gone.</summary>
/// <param name="Vertex">Null: it is voided or removed.</param>
/// <param name="FirstBlock">The block that confirms it; null for a block, and in the mempool.</param>
public sealed record VertexChange(string Id, SyncVertex? Vertex, string? FirstBlock)
{
    public static VertexChange Stands(SyncVertex vertex, string? firstBlock)
    {
        ArgumentNullException.ThrowIfNull(vertex);
        return new(vertex.Id, vertex, firstBlock);
    }

    public static VertexChange Gone(string id) => new(id, null, null);
}

/// <summary>What a unit did.</summary>
/// <param name="Position">After it.</param>
/// <param name="Added">Vertices that came in.</param>
/// <param name="Removed">Vertices that went, those among them that fell with an input.</param>
public sealed record SyncCommit(SyncPosition Position, ImmutableArray<string> Added, ImmutableArray<string> Removed);

/// <summary>What the node tells cannot be: it does not fit what it told before.</summary>
public sealed class SyncContradictionException : Exception
{
    public SyncContradictionException() { }

    public SyncContradictionException(string message)
        : base(message) { }

    public SyncContradictionException(string message, Exception innerException)
        : base(message, innerException) { }
}
