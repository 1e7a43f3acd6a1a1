using System.Text.Json.Serialization;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;

namespace Anchor.Domain.Payments;

/// <summary>Where an incoming payment stands. No payment leaves the table, whatever becomes of it.</summary>
[GenerateSerializer]
[Alias("anchor.payment-status")]
[JsonConverter(typeof(SnakeCaseEnumConverter<PaymentStatus>))]
public enum PaymentStatus
{
    None = 0,

    /// <summary>Stored with the cursor that covers it; nothing decided yet.</summary>
    Received = 1,

    /// <summary>It is the money of <see cref="IncomingPayment.TransactionId"/>.</summary>
    Matched = 2,

    /// <summary>It names a transaction which cannot take it: second, late, wrong asset, too small. Held.</summary>
    Surplus = 3,

    /// <summary>It names no transaction. Held.</summary>
    Unmatched = 4,

    /// <summary>It is not money of ours to keep or return: the anchor's own funds, or an event without value.</summary>
    Ignored = 5,
}

/// <summary>One payment into an account of the anchor, under the natural id that the ledger gave it.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.incoming-payment")]
public sealed record IncomingPayment
{
    /// <summary>The operation's id (SEP-35).</summary>
    [Id(0)]
    public string Id { get; init; } = "";

    [Id(1)]
    public PaymentStatus Status { get; init; }

    /// <summary>The account that was paid: a G address.</summary>
    [Id(2)]
    public string Account { get; init; } = "";

    /// <summary>Who paid: G or M address.</summary>
    [Id(3)]
    public string From { get; init; } = "";

    [Id(4)]
    public AssetId Asset { get; init; } = AssetId.Native;

    [Id(5)]
    public Amount Amount { get; init; }

    [Id(6)]
    public MemoText? Memo { get; init; }

    [Id(7)]
    public string StellarTransactionId { get; init; } = "";

    /// <summary>When the ledger that holds it closed.</summary>
    [Id(8)]
    public DateTimeOffset LedgerClosedAt { get; init; }

    [Id(9)]
    public string? TransactionId { get; init; }

    /// <summary>Why it is held: a refusal's code, such as <c>second_payment</c>.</summary>
    [Id(10)]
    public string? Reason { get; init; }

    [Id(11)]
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>The event as it came, if it could not be read: set aside for a person, so that it neither stops the stream nor is lost.</summary>
    [Id(12)]
    public string? Raw { get; init; }
}
