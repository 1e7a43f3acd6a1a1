using System.Collections.Immutable;
using Anchor.Domain.Chains;

namespace Anchor.Grains.Chains;

/// <summary>The cursor of one chain, and the one place that appoints its reader. The key is the chain's name.</summary>
[Alias("anchor.IChainScannerGrain")]
public interface IChainScannerGrain : IGrainWithStringKey
{
    /// <summary>Makes sure that a reader runs. Called at start-up and by reminder.</summary>
    [Alias("ensure")]
    Task EnsureReaderAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Stores a page of events and the block it goes up to in one commit, then has them told. Null if the epoch is not the present one: the
    /// reader must stop.
    /// </summary>
    [Alias("append")]
    Task<ScanCursor?> AppendAsync(
        long epoch,
        ImmutableArray<ChainEvent> events,
        BlockPoint upTo,
        CancellationToken cancellationToken
    );

    /// <summary>The chain changed its past above this block: the cursor goes back, and whoever was told of an event above is told that it is gone.</summary>
    [Alias("rewind")]
    Task<ScanCursor?> RewindAsync(long epoch, BlockPoint to, CancellationToken cancellationToken);

    /// <summary>The reader is well and sees this head; or it has stopped for a reason that a person must see to. False: it must stop.</summary>
    [Alias("report")]
    Task<bool> ReportAsync(long epoch, long head, string? alarm, CancellationToken cancellationToken);

    [ReadOnly]
    [Alias("health")]
    Task<ScanHealth> GetHealthAsync(CancellationToken cancellationToken);
}

/// <summary>How reading a chain goes.</summary>
/// <param name="Head">The chain's latest block, as last heard of.</param>
/// <param name="LastHeard">Null before the reader was heard of.</param>
/// <param name="Rewinds">How often the chain changed its past below what was read.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.scan-health")]
public sealed record ScanHealth(
    long? Height,
    string? Hash,
    long? Head,
    DateTimeOffset? LastHeard,
    long Epoch,
    long Rewinds,
    string? Alarm
);

/// <summary>Tells whom they concern of stored events. Stateless: everything it needs is in what it is given.</summary>
[Alias("anchor.IBlockConsumerGrain")]
public interface IBlockConsumerGrain : IGrainWithStringKey
{
    /// <summary>Tells of each in order. For each null, or why it failed; one that fails does not keep the others.</summary>
    [Alias("consume")]
    Task<ImmutableArray<string?>> ConsumeAsync(ImmutableArray<ChainEvent> page, CancellationToken cancellationToken);
}
