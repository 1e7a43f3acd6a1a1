using System.Collections.Immutable;

namespace Anchor.Grains.Sync;

/// <summary>Follows one network by one way, a bounded step at a time. It keeps nothing that a crash may lose: each step begins at what is stored.</summary>
public interface ISyncFollower : IDisposable
{
    /// <summary>Checks that the node is of the network that is followed: by its name, and by its first block.</summary>
    /// <param name="anew">What is stored is about to be forgotten: the node need not fit it.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    Task<string?> IdentifyAsync(bool anew, CancellationToken cancellationToken);

    /// <summary>The next step forward.</summary>
    Task<SyncStep> StepAsync(CancellationToken cancellationToken);

    /// <summary>Takes back what the node's best chain does not hold any more, or a part of it.</summary>
    Task<SyncStep> TakeBackAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what is stored of the network, a part at a time; true when all is gone.</summary>
    Task<bool> ForgetAsync(CancellationToken cancellationToken);

    /// <summary>Rings whenever there may be something new, until it is cancelled.</summary>
    Task ListenAsync(Func<CancellationToken, Task> ring, CancellationToken cancellationToken);
}

/// <summary>The followers of the configured networks.</summary>
public interface ISyncFollowers
{
    ImmutableArray<string> Networks { get; }

    ISyncFollower Of(string network);
}

/// <summary>How a step ended.</summary>
public enum SyncStepKind
{
    /// <summary>There is more to do.</summary>
    Progressed = 0,

    /// <summary>All that the node has is here.</summary>
    Done = 1,

    /// <summary>Our tip is not of the node's best chain.</summary>
    Reorg = 2,

    /// <summary>What is stored cannot be gone on from: the event queue is another one.</summary>
    Rebuild = 3,
    Failed = 4,
}

/// <summary>What a step did.</summary>
/// <param name="Tip">Our best block after it.</param>
/// <param name="BestHeight">The height of the node's best block; null where it was not asked.</param>
/// <param name="Reason">Why it failed, or turned; null if it did not.</param>
public sealed record SyncStep(SyncStepKind Kind, SyncTip? Tip, long? BestHeight, string? Reason)
{
    public int Blocks { get; init; }

    public int Vertices { get; init; }

    /// <summary>Blocks that were taken back.</summary>
    public int BlocksTakenBack { get; init; }
}
