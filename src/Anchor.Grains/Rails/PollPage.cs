using System.Collections.Immutable;
using Anchor.Domain.Transactions;

namespace Anchor.Grains.Rails;

/// <summary>What came of asking about one page of transactions.</summary>
/// <param name="Moved">Those that went on while they were asked about, and where they stand.</param>
/// <param name="Failed">How many could not be asked about, or have not been answered in time; they are asked again by the next round.</param>
/// <param name="Next">Where the next page begins; null after the last.</param>
/// <param name="HasRails">False if no business is plugged in, so that nobody could be asked.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.poll-page")]
public sealed record PollPage(
    int Asked,
    ImmutableArray<PollMove> Moved,
    int Failed,
    string? Next,
    bool HasRails = true
);

/// <summary>A transaction that went on.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.poll-move")]
public sealed record PollMove(string TransactionId, TransactionStatus Status);

/// <summary>What came of all pages of a round.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.poll-round")]
public sealed record PollRound(int Asked, ImmutableSortedDictionary<TransactionStatus, int> Moved, int Failed)
{
    public static PollRound Empty { get; } = new(0, ImmutableSortedDictionary<TransactionStatus, int>.Empty, 0);

    public PollRound With(PollPage page) =>
        new(
            Asked + page.Asked,
            page.Moved.Aggregate(
                Moved,
                static (moved, move) => moved.SetItem(move.Status, moved.GetValueOrDefault(move.Status) + 1)
            ),
            Failed + page.Failed
        );
}
