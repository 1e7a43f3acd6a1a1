using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Domain.Payouts;

/// <summary>What kind of ledger operation pays.</summary>
[GenerateSerializer]
[Alias("anchor.payout-kind")]
[JsonConverter(typeof(SnakeCaseEnumConverter<PayoutKind>))]
public enum PayoutKind
{
    Payment = 0,
    CreateAccount = 1,
    ClaimableBalance = 2,

    /// <summary>Creates the channel accounts of <see cref="PayoutOrder.Channels"/>, which carry later payouts side by side.</summary>
    OpenChannels = 3,
}

/// <summary>What is to be paid, and for what. The purpose id is the idempotency key: one purpose, one payment, for ever.</summary>
/// <param name="TransactionId">Whom to tell how it ended, or null.</param>
/// <param name="Amount">For <see cref="PayoutKind.CreateAccount"/> the starting balance in the native asset.</param>
/// <param name="Channels">The accounts to open; empty for all other kinds.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.payout-order")]
public sealed record PayoutOrder(
    string PurposeId,
    string? TransactionId,
    string Account,
    PayoutKind Kind,
    string Destination,
    AssetId Asset,
    Amount Amount,
    MemoText? Memo,
    ImmutableArray<string> Channels
);

/// <summary>Where a payout stands.</summary>
[GenerateSerializer]
[Alias("anchor.payout-status")]
[JsonConverter(typeof(SnakeCaseEnumConverter<PayoutStatus>))]
public enum PayoutStatus
{
    None = 0,

    /// <summary>Waits for a free channel, or for <see cref="Payout.NotBefore"/>.</summary>
    Queued = 1,

    /// <summary>Its bytes are stored and may be on the ledger. Only the ledger's proof leads out of here.</summary>
    Signed = 2,
    Paid = 3,

    /// <summary>Proved unpaid, and not to be tried again: the transaction decides what follows.</summary>
    Refused = 4,

    /// <summary>Its network was reset before its end was known. Its bytes are dropped: they must not be sent on the new network.</summary>
    NetworkReset = 5,
}

/// <summary>A signed envelope: stored before it is sent, and sent again as it is until its fate is proved.</summary>
/// <param name="Channel">The account whose sequence number it uses.</param>
/// <param name="Hash">The transaction hash, 64 hex digits.</param>
/// <param name="Envelope">The signed transaction, base64 XDR.</param>
/// <param name="MaxTime">After a ledger that closed later than this the envelope can never apply.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.signed-envelope")]
public sealed record SignedEnvelope(
    string Channel,
    long Sequence,
    string Hash,
    string Envelope,
    DateTimeOffset MaxTime,
    string? ClaimableBalanceId
);

/// <summary>One ordered ledger payment.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.payout")]
public sealed record Payout
{
    [Id(0)]
    public PayoutOrder Order { get; init; } = null!;

    [Id(1)]
    public PayoutStatus Status { get; init; }

    [Id(2)]
    public DateTimeOffset OrderedAt { get; init; }

    [Id(3)]
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>The envelope in flight, or the one that paid.</summary>
    [Id(4)]
    public SignedEnvelope? Signed { get; init; }

    /// <summary>How often bytes were signed: more than once only where the earlier ones were proved dead.</summary>
    [Id(5)]
    public int Attempts { get; init; }

    [Id(6)]
    public PayoutEnd? End { get; init; }

    /// <summary>Whether the transaction has been told the end.</summary>
    [Id(7)]
    public bool Told { get; init; }

    /// <summary>Why it is not paid yet, for the operator.</summary>
    [Id(8)]
    public string? Trouble { get; init; }

    /// <summary>Nothing remains to be done for it.</summary>
    public bool IsDone => HasEnded && Told;

    /// <summary>It is decided how it ended; perhaps its transaction must still be told.</summary>
    public bool HasEnded => Status is PayoutStatus.Paid or PayoutStatus.Refused or PayoutStatus.NetworkReset;
}
