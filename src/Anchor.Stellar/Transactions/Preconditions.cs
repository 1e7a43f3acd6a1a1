using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>When a transaction may apply, in Unix seconds; 0 for no upper bound.</summary>
public sealed record TimeBounds(ulong MinTime, ulong MaxTime);

/// <summary>In which ledgers a transaction may apply; 0 for no upper bound.</summary>
public sealed record LedgerBounds(uint MinLedger, uint MaxLedger);

/// <summary>How preconditions are written; kept so that an envelope is written as it was read.</summary>
public enum PreconditionForm
{
    None = 0,
    Time = 1,
    General = 2,
}

/// <summary>What must hold before a transaction applies (CAP-21).</summary>
public sealed record Preconditions
{
    public static Preconditions None { get; } = new();

    public PreconditionForm Form { get; init; }

    public TimeBounds? TimeBounds { get; init; }

    public LedgerBounds? LedgerBounds { get; init; }

    public long? MinSequence { get; init; }

    /// <summary>Seconds since the account's sequence last changed.</summary>
    public ulong MinSequenceAge { get; init; }

    public uint MinSequenceLedgerGap { get; init; }

    /// <summary>At most two.</summary>
    public ImmutableArray<SignerKey> ExtraSigners { get; init; } = [];

    public static Preconditions Within(TimeBounds bounds) =>
        new() { Form = PreconditionForm.Time, TimeBounds = bounds };

    public static Preconditions Until(DateTimeOffset maxTime) =>
        Within(new TimeBounds(0, (ulong)maxTime.ToUnixTimeSeconds()));
}
