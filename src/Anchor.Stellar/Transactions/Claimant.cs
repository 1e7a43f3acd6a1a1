namespace Anchor.Stellar;

/// <summary>Who may claim a claimable balance, and when.</summary>
public sealed record Claimant(AccountId Destination, ClaimPredicate Predicate);

/// <summary>The condition of a claim; nests at most four deep.</summary>
public abstract record ClaimPredicate
{
    /// <summary>The protocol's limit on nesting.</summary>
    public const int MaxDepth = 4;

    private protected ClaimPredicate() { }

    public static ClaimAlways Always { get; } = new();
}

/// <summary>No condition.</summary>
public sealed record ClaimAlways : ClaimPredicate
{
    internal ClaimAlways() { }
}

/// <summary>Both must hold.</summary>
public sealed record ClaimAnd(ClaimPredicate Left, ClaimPredicate Right) : ClaimPredicate;

/// <summary>Either must hold.</summary>
public sealed record ClaimOr(ClaimPredicate Left, ClaimPredicate Right) : ClaimPredicate;

/// <summary>Must not hold.</summary>
public sealed record ClaimNot(ClaimPredicate Inner) : ClaimPredicate;

/// <summary>Before a Unix time in seconds.</summary>
public sealed record ClaimBeforeAbsoluteTime(long UnixSeconds) : ClaimPredicate;

/// <summary>Before so many seconds after the balance was created; only in operations, ledgers hold absolute times.</summary>
public sealed record ClaimBeforeRelativeTime(long Seconds) : ClaimPredicate;
