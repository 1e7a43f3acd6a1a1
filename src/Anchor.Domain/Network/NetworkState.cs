using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Network;

/// <summary>Whether the ledger that is seen is the one that everything stored is about.</summary>
[GenerateSerializer]
[Alias("anchor.network-condition")]
[JsonConverter(typeof(SnakeCaseEnumConverter<NetworkCondition>))]
public enum NetworkCondition
{
    /// <summary>Nothing has been seen yet.</summary>
    Unknown = 0,
    Known = 1,

    /// <summary>It is proved that the network began anew. Nothing is signed, sent or taken for dead until the operator has decided.</summary>
    Reset = 2,

    /// <summary>The operator has decided; what hung on the old network is being ended.</summary>
    Resolving = 3,
}

/// <summary>A closed ledger by which a network is known again: another hash at the same place is another network.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.landmark")]
public sealed record Landmark(long Ledger, string Hash, DateTimeOffset ClosedAt);

/// <summary>The steps of ending what hung on a network that is gone, in their order.</summary>
[GenerateSerializer]
[Alias("anchor.reset-stage")]
[JsonConverter(typeof(SnakeCaseEnumConverter<ResetStage>))]
public enum ResetStage
{
    /// <summary>Payments that were stored before the reset are settled: they did arrive.</summary>
    Payments = 0,

    /// <summary>Every open transaction is told; what it had ordered is handed to the payer.</summary>
    Transactions = 1,

    /// <summary>Every payout that is not ended ends as <c>network_reset</c>, its bytes are dropped, its transaction is told.</summary>
    Payouts = 2,

    /// <summary>Reading goes on at the present of the new network.</summary>
    Cursors = 3,

    /// <summary>The new network is open: channel accounts are made anew, what waited is woken.</summary>
    Reopening = 4,
    Done = 5,
}

/// <summary>How far the ending has come. Stored after every page, so that a crash repeats a page at most.</summary>
/// <param name="After">The last account or transaction that is done with, in the stage's order; null at its beginning.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.reset-progress")]
public sealed record ResetProgress(
    ResetStage Stage,
    string? After,
    long Transactions,
    long Payouts,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt
);

/// <summary>What is known of the network that the anchor works on.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.network")]
public sealed record NetworkState
{
    [Id(0)]
    public NetworkCondition Condition { get; init; }

    /// <summary>How many resets were resolved: operation ids of different eras may be equal and are kept apart by it.</summary>
    [Id(1)]
    public int Era { get; init; }

    /// <summary>Ledgers of this network, the latest first, ever farther apart.</summary>
    [Id(2)]
    public ImmutableArray<Landmark> Landmarks
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>By what the reset was noticed; null while the network is the known one.</summary>
    [Id(3)]
    public string? Evidence { get; init; }

    [Id(4)]
    public DateTimeOffset? NoticedAt { get; init; }

    /// <summary>Of the reset that is being resolved, or was last; null before the first.</summary>
    [Id(5)]
    public ResetProgress? Progress { get; init; }

    /// <summary>Ledger payments may be signed and sent, and what the ledger says of destinations counts.</summary>
    public bool IsOpen =>
        Condition is NetworkCondition.Unknown or NetworkCondition.Known
        || (Condition == NetworkCondition.Resolving && Progress?.Stage >= ResetStage.Reopening);

    /// <summary>What people are told while it is not open; null while it is.</summary>
    public string? Alarm =>
        Condition switch
        {
            NetworkCondition.Reset =>
                $"The network was reset: {Evidence}. Nothing is read or paid until an operator runs 'anchor testnet reset'.",
            NetworkCondition.Resolving when !IsOpen =>
                $"The network was reset; what hung on the old one is being ended (step: {SnakeCaseEnumConverter<ResetStage>.NameOf(Progress!.Stage)}).",
            _ => null,
        };
}
