using System.Collections.Immutable;

namespace Anchor.Domain.Sync;

using Verdict = Decision<BlockSyncState>;

/// <summary>Something that happened to a sync.</summary>
/// <param name="Epoch">Of the work that reports it; null for what comes from outside.</param>
/// <param name="TipHeight">Of our best block now, where work reports; null for none.</param>
/// <param name="TakenBack">Blocks that the step took back.</param>
/// <param name="Rebuild">With a restart: forget everything first. With progress: the work asks for it.</param>
/// <param name="Forgotten">With progress: what was to be forgotten is.</param>
/// <param name="Heals">With a restart: it is one of the hook's.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.sync-command")]
public sealed record SyncCommand(
    SyncEvent Event,
    long? Epoch = null,
    long? TipHeight = null,
    string? TipId = null,
    long? BestHeight = null,
    string? Reason = null,
    long TakenBack = 0,
    bool Rebuild = false,
    bool Forgotten = false,
    bool Heals = false
);

/// <summary>One move of the table.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.sync-move")]
public sealed record SyncMove(SyncStatus From, SyncEvent Event, SyncStatus To);

/// <summary>
/// The machine of a sync: idle, syncing, reorg, failure. Entering idle while a block was heard of is entering syncing at once. What the
/// table does not name changes nothing.
/// </summary>
public static class BlockSyncMachine
{
    private const int ReorgsKept = 20;

    /// <summary>Every move there is.</summary>
    public static ImmutableArray<SyncMove> Moves { get; } =
    [
        new(SyncStatus.Idle, SyncEvent.NewBlock, SyncStatus.Syncing),
        new(SyncStatus.Syncing, SyncEvent.NewBlock, SyncStatus.Syncing),
        new(SyncStatus.Syncing, SyncEvent.Progress, SyncStatus.Syncing),
        new(SyncStatus.Syncing, SyncEvent.Done, SyncStatus.Idle),
        new(SyncStatus.Syncing, SyncEvent.Stop, SyncStatus.Idle),
        new(SyncStatus.Syncing, SyncEvent.Error, SyncStatus.Failure),
        new(SyncStatus.Syncing, SyncEvent.Reorg, SyncStatus.Reorg),
        new(SyncStatus.Reorg, SyncEvent.NewBlock, SyncStatus.Reorg),
        new(SyncStatus.Reorg, SyncEvent.Progress, SyncStatus.Reorg),
        new(SyncStatus.Reorg, SyncEvent.Done, SyncStatus.Idle),
        new(SyncStatus.Reorg, SyncEvent.Stop, SyncStatus.Idle),
        new(SyncStatus.Reorg, SyncEvent.Error, SyncStatus.Failure),
        .. Enum.GetValues<SyncStatus>().Select(from => new SyncMove(from, SyncEvent.Started, SyncStatus.Idle)),
        .. Enum.GetValues<SyncStatus>().Select(from => new SyncMove(from, SyncEvent.Restart, SyncStatus.Idle)),
    ];

    public static Verdict Decide(BlockSyncState state, SyncCommand command, DateTimeOffset now)
    {
        var move = Moves.FirstOrDefault(move => move.From == state.Status && move.Event == command.Event);
        var isStale = command.Epoch is { } epoch && epoch != state.Epoch;
        if (move is null || isStale)
        {
            return new Verdict.Duplicate();
        }

        var next = Moved(Told(state, command), move, command, now);
        return next == state ? new Verdict.Duplicate() : new Verdict.Accept(next);
    }

    /// <summary>What the work saw, whatever it means.</summary>
    private static BlockSyncState Told(BlockSyncState state, SyncCommand command)
    {
        if (command.Epoch is null)
        {
            return state;
        }

        var told = state with
        {
            TipHeight = command.TipHeight,
            TipId = command.TipId,
            BestHeight =
                command.BestHeight ?? (command.Event == SyncEvent.Error ? state.BestHeight : command.TipHeight),
            IsRebuilding = (state.IsRebuilding && !command.Forgotten) || command.Rebuild,
        };
        return command.TakenBack == 0
            ? told
            : told with
            {
                ReorgFrom = state.ReorgFrom ?? state.TipHeight,
                ReorgDepth = state.ReorgDepth + command.TakenBack,
            };
    }

    private static BlockSyncState Moved(BlockSyncState state, SyncMove move, SyncCommand command, DateTimeOffset now) =>
        move.Event switch
        {
            SyncEvent.NewBlock when move.From == SyncStatus.Idle => Begun(state),
            SyncEvent.NewBlock => state with { HasMoreBlocks = true },
            SyncEvent.Progress => move.From == SyncStatus.Syncing ? Recorded(state, now) : state,
            SyncEvent.Reorg => state with { Status = SyncStatus.Reorg, Epoch = state.Epoch + 1 },
            SyncEvent.Error => state with
            {
                Status = SyncStatus.Failure,
                Epoch = state.Epoch + 1,
                Reason = command.Reason,
                FailedAt = now,
            },
            // After a reorg there is always something to take in.
            SyncEvent.Done when move.From == SyncStatus.Reorg => Begun(Recorded(state, now)),
            SyncEvent.Done => Rested(Recorded(state, now) with { DoneAt = now, Heals = 0 }),
            SyncEvent.Stop => state with { Status = SyncStatus.Idle, Epoch = state.Epoch + 1, HasMoreBlocks = false },
            SyncEvent.Started => state with
            {
                Status = SyncStatus.Idle,
                Epoch = state.Epoch + 1,
                HasMoreBlocks = false,
                Reason = null,
                FailedAt = null,
                Heals = 0,
            },
            SyncEvent.Restart => Begun(
                state with
                {
                    Reason = null,
                    FailedAt = null,
                    IsRebuilding = state.IsRebuilding || command.Rebuild,
                    Heals = command.Heals ? state.Heals + 1 : 0,
                }
            ),
            _ => state,
        };

    private static BlockSyncState Rested(BlockSyncState state) =>
        state.HasMoreBlocks ? Begun(state) : state with { Status = SyncStatus.Idle };

    private static BlockSyncState Begun(BlockSyncState state) =>
        state with
        {
            Status = SyncStatus.Syncing,
            HasMoreBlocks = false,
            Epoch = state.Epoch + 1,
        };

    private static BlockSyncState Recorded(BlockSyncState state, DateTimeOffset now) =>
        state.ReorgDepth == 0
            ? state with
            {
                ReorgFrom = null,
            }
            : state with
            {
                Reorgs =
                [
                    new UndoneReorg(now, state.ReorgFrom ?? state.ReorgDepth, state.ReorgDepth),
                    .. state.Reorgs.Take(ReorgsKept - 1),
                ],
                ReorgFrom = null,
                ReorgDepth = 0,
            };
}
