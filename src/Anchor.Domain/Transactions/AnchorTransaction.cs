using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;

namespace Anchor.Domain.Transactions;

/// <summary>One deposit or withdrawal: everything that is known about it, and what must still happen outside for it.</summary>
/// <remarks>The JSON reader sets every init-only member, to its type's default where a row lacks it: hence the setters that mend that.</remarks>
[GenerateSerializer]
[Immutable]
[Alias("anchor.transaction")]
public sealed record AnchorTransaction
{
    [Id(0)]
    public string Id { get; init; } = "";

    [Id(1)]
    public TransactionKind Kind { get; init; }

    [Id(2)]
    public TransactionStatus Status { get; init; }

    [Id(3)]
    public AssetId Asset { get; init; } = AssetId.Native;

    /// <summary>Who asked: a G or M address as signed in with (SEP-10 <c>sub</c>).</summary>
    [Id(4)]
    public string Account { get; init; } = "";

    /// <summary>The memo that tells users of one shared account apart (SEP-10), or null.</summary>
    [Id(5)]
    public string? AccountMemo { get; init; }

    [Id(6)]
    public string? ClientDomain { get; init; }

    /// <summary>The account that holds the anchor's side: it pays deposits and receives withdrawals.</summary>
    [Id(7)]
    public string DistributionAccount { get; init; } = "";

    /// <summary>Deposit: the address that is paid. Withdrawal: the address the payment came from, once known.</summary>
    [Id(8)]
    public string? Counterparty { get; init; }

    /// <summary>Deposit: the memo to pay with. Withdrawal: the memo the user must pay with.</summary>
    [Id(9)]
    public MemoText? Memo { get; init; }

    [Id(10)]
    public bool ClaimableBalanceSupported { get; init; }

    /// <summary>What the user said; the amount that counts is <see cref="Amounts"/>, once money has come.</summary>
    [Id(11)]
    public FeeQuote? Expected { get; init; }

    /// <summary>What really came in, what is kept of it, what goes out.</summary>
    [Id(12)]
    public FeeQuote? Amounts { get; init; }

    [Id(13)]
    public DateTimeOffset StartedAt { get; init; }

    [Id(14)]
    public DateTimeOffset UpdatedAt { get; init; }

    [Id(15)]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The hash of the ledger transaction that paid the deposit or brought the withdrawal.</summary>
    [Id(16)]
    public string? StellarTransactionId { get; init; }

    [Id(17)]
    public string? ExternalTransactionId { get; init; }

    [Id(18)]
    public string? ClaimableBalanceId { get; init; }

    /// <summary>A sentence for the user on the present status.</summary>
    [Id(19)]
    public string? Message { get; init; }

    /// <summary>The user's language, an RFC 4646 tag.</summary>
    [Id(20)]
    public string? Language { get; init; }

    /// <summary>Until when the user must act; the transaction expires then.</summary>
    [Id(21)]
    public DateTimeOffset? UserActionRequiredBy { get; init; }

    /// <summary>What the user entered or the wallet sent (SEP-9 names). Personal: never logged.</summary>
    [Id(22)]
    public ImmutableSortedDictionary<string, string> Fields
    {
        get;
        init => field = value ?? ImmutableSortedDictionary<string, string>.Empty;
    } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Ids of interactive tokens that were used: each opens the pages once.</summary>
    [Id(23)]
    public ImmutableArray<string> UsedTokens
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>The natural id of the incoming payment that counts, for a withdrawal.</summary>
    [Id(24)]
    public string? PaymentId { get; init; }

    [Id(25)]
    public ImmutableArray<Refund> Refunds
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>What must happen outside. Stored with the decision that needs it, gone with the one that has its result.</summary>
    [Id(26)]
    public ImmutableArray<PendingEffect> Pending
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    [Id(27)]
    public ImmutableArray<StatusChange> History
    {
        get;
        init => field = value.IsDefault ? [] : value;
    } = [];

    /// <summary>When the transaction must next be looked at, if nothing happens before. Null once terminal.</summary>
    [Id(28)]
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>How often it was woken without progress; the pause between looks grows with it.</summary>
    [Id(29)]
    public int Wakes { get; init; }

    /// <summary>How often a payout was asked for, so that each new one has a purpose id of its own.</summary>
    [Id(30)]
    public int PayoutRound { get; init; }

    /// <summary>The anchor has created the deposit's destination account, at its own cost.</summary>
    [Id(31)]
    public bool AccountCreated { get; init; }

    /// <summary>When the network was given up that a withdrawal's payment stood on: nothing can be sent back there any more.</summary>
    [Id(32)]
    public DateTimeOffset? NetworkLostAt { get; init; }

    public bool Exists => Status != TransactionStatus.None;
}

/// <summary>One step of a transaction's way.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.status-change")]
public sealed record StatusChange(TransactionStatus Status, DateTimeOffset At, string? Reason);

/// <summary>Money that was sent back, in SEP-24's <c>refunds.payments</c> form.</summary>
/// <param name="Id">The ledger transaction that carried it.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.refund")]
public sealed record Refund(string Id, Amount Amount, Amount Fee);
