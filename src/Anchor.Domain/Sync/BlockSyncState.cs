using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Sync;

/// <summary>The states of the sync of a network.</summary>
[GenerateSerializer]
[Alias("anchor.sync-status")]
[JsonConverter(typeof(SnakeCaseEnumConverter<SyncStatus>))]
public enum SyncStatus
{
    /// <summary>Nothing is known that is not here.</summary>
    Idle = 0,

    /// <summary>Blocks, and then the mempool, are taken in.</summary>
    Syncing = 1,

    /// <summary>Blocks that fell from the best chain are taken back.</summary>
    Reorg = 2,

    /// <summary>Nothing is done until it is started again.</summary>
    Failure = 3,
}

/// <summary>What can happen to a sync.</summary>
[GenerateSerializer]
[Alias("anchor.sync-event")]
[JsonConverter(typeof(SnakeCaseEnumConverter<SyncEvent>))]
public enum SyncEvent
{
    /// <summary>The process began. Whatever was stored, it begins idle.</summary>
    Started = 0,
    NewBlock = 1,

    /// <summary>A step is done, and there is more.</summary>
    Progress = 2,
    Done = 3,
    Error = 4,
    Reorg = 5,
    Stop = 6,

    /// <summary>By hand, or by the hook that heals.</summary>
    Restart = 7,
}

/// <summary>A reorg that was undone.</summary>
/// <param name="Tip">Our height before it.</param>
/// <param name="Depth">How many blocks were taken back.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.sync-reorg")]
public sealed record UndoneReorg(DateTimeOffset At, long Tip, long Depth);

/// <summary>The sync of one network.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.block-sync")]
public sealed record BlockSyncState
{
    [Id(0)]
    public SyncStatus Status { get; init; }

    /// <summary>A block was heard of while there was work: there will be another round. Many of them are one.</summary>
    [Id(1)]
    public bool HasMoreBlocks { get; init; }

    /// <summary>Grows with every beginning of work and every end by force: what work of an older one reports is stale.</summary>
    [Id(2)]
    public long Epoch { get; init; }

    /// <summary>All that is stored of the network is to be forgotten before anything else.</summary>
    [Id(3)]
    public bool IsRebuilding { get; init; }

    [Id(4)]
    public long? TipHeight { get; init; }

    [Id(5)]
    public string? TipId { get; init; }

    /// <summary>The height of the node's best block, as it was seen last.</summary>
    [Id(6)]
    public long? BestHeight { get; init; }

    /// <summary>Null but in failure.</summary>
    [Id(7)]
    public string? Reason { get; init; }

    [Id(8)]
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>How often it was healed since it was last done.</summary>
    [Id(9)]
    public int Heals { get; init; }

    /// <summary>The last ones, the newest first.</summary>
    [Id(10)]
    public ImmutableArray<UndoneReorg> Reorgs
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>Of the reorg under way: our height before it.</summary>
    [Id(11)]
    public long? ReorgFrom { get; init; }

    [Id(12)]
    public long ReorgDepth { get; init; }

    /// <summary>When everything was here last.</summary>
    [Id(13)]
    public DateTimeOffset? DoneAt { get; init; }
}
