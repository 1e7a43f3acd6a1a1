namespace Anchor.Sandbox.Bank;

/// <summary>Where a transfer stands.</summary>
public enum TransferStatus
{
    Pending,
    Settled,
    Failed,
}

/// <summary>An order to pay someone outside the ledger.</summary>
/// <param name="Key">The idempotency key: at most one effect for each.</param>
/// <param name="TransactionId">The transaction that it is for.</param>
/// <param name="Amount">A decimal.</param>
/// <param name="Asset">What is paid, for instance <c>iso4217:USD</c>.</param>
/// <param name="Account">Whom to pay.</param>
public sealed record OutgoingOrder(
    string Key,
    string TransactionId,
    string Amount,
    string? Asset = null,
    string? Account = null
);

/// <summary>Money that left, or could not leave.</summary>
public sealed record OutgoingTransfer
{
    public required string Key { get; init; }

    public required string TransactionId { get; init; }

    public required string Amount { get; init; }

    public string? Asset { get; init; }

    public string? Account { get; init; }

    public required TransferStatus Status { get; init; }

    public required string Reference { get; init; }

    public required DateTimeOffset BookedAt { get; init; }

    public required DateTimeOffset SettlesAt { get; init; }

    /// <summary>How often it was asked for.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>How often money really left: never more than one, unless the bank does not recognise keys.</summary>
    public int Effects { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }
}

/// <summary>Money that someone outside sends to the business.</summary>
public sealed record IncomingTransfer
{
    public required string TransactionId { get; init; }

    public required string Amount { get; init; }

    public required TransferStatus Status { get; init; }

    public required string Reference { get; init; }

    public required DateTimeOffset AnnouncedAt { get; init; }

    public required DateTimeOffset ArrivesAt { get; init; }
}

/// <summary>The whole book, for an audit.</summary>
/// <param name="OutgoingTotal">The sum that really left, every effect counted.</param>
/// <param name="IncomingTotal">The sum that has arrived.</param>
/// <param name="Effects">How often money left.</param>
/// <param name="RepeatedEffects">How often money left a second time under one key: any but zero is a loss.</param>
public sealed record BankBook(
    decimal OutgoingTotal,
    decimal IncomingTotal,
    int Effects,
    int RepeatedEffects,
    IReadOnlyList<OutgoingTransfer> Outgoing,
    IReadOnlyList<IncomingTransfer> Incoming
);

/// <summary>What can go wrong at the bank.</summary>
public enum BankFaultKind
{
    /// <summary>503 before anything is done.</summary>
    UnavailableBefore,

    /// <summary>The connection breaks before anything is done.</summary>
    ResetBefore,

    /// <summary>504 after the effect.</summary>
    TimeoutAfter,

    /// <summary>The connection breaks after the effect.</summary>
    ResetAfter,

    /// <summary>The answer comes late, by the fault's size in milliseconds.</summary>
    Delay,

    /// <summary>The transfer is refused for good.</summary>
    Refuse,
}
