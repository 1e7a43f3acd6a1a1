using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;

namespace Anchor.Domain.Transactions;

/// <summary>Something that happened or is asked for, which the machine accepts, has seen before, or refuses.</summary>
[GenerateSerializer]
[Alias("anchor.tx")]
public abstract record TransactionCommand;

/// <summary>A wallet starts an interactive deposit or withdrawal (SEP-24).</summary>
/// <param name="Destination">Deposit: the address to pay. Withdrawal: null.</param>
/// <param name="Memo">Deposit: the memo to pay with, or null. Withdrawal: the memo to be paid with, unique for the account.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.start")]
public sealed record StartTransaction(
    string Id,
    TransactionKind Kind,
    AssetId Asset,
    string DistributionAccount,
    string Account,
    string? AccountMemo,
    string? ClientDomain,
    string? Destination,
    MemoText? Memo,
    bool ClaimableBalanceSupported,
    FeeQuote? Expected,
    string? Language,
    ImmutableSortedDictionary<string, string> Fields,
    DateTimeOffset ExpiresAt
) : TransactionCommand;

/// <summary>The interactive pages are opened with a token, which is thereby used up.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.open")]
public sealed record OpenInteractive(string TokenId) : TransactionCommand;

/// <summary>The user finished the pages. The user's money must come before <paramref name="ExpiresAt"/>.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.submit")]
public sealed record SubmitInteractive(
    FeeQuote Expected,
    ImmutableSortedDictionary<string, string> Fields,
    DateTimeOffset ExpiresAt
) : TransactionCommand;

/// <summary>A payment with the withdrawal's memo stands on the ledger.</summary>
/// <param name="PaymentId">The operation's id: the natural key of the money.</param>
/// <param name="OnRequest">The payment out is made once <see cref="ReleaseOutgoing"/> asks for it, not at once.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.payment")]
public sealed record PaymentArrived(
    string PaymentId,
    AssetId Asset,
    FeeQuote Amounts,
    string From,
    string StellarTransactionId,
    bool OnRequest = false
) : TransactionCommand;

/// <summary>The rails have the deposit's money.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.funds")]
public sealed record DepositReceived(FeeQuote Amounts, string? ExternalTransactionId) : TransactionCommand;

/// <summary>The rails see the deposit's money coming, but cannot use it yet.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.funds-coming")]
public sealed record DepositSeen(string? ExternalTransactionId) : TransactionCommand;

/// <summary>The rails say that the deposit's money will not come.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.funds-failed")]
public sealed record DepositFailed(string Reason) : TransactionCommand;

/// <summary>The deposit's money is there, but no part of it can be paid out: a person must decide.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.funds-held")]
public sealed record DepositHeld(string Reason) : TransactionCommand;

/// <summary>What the ledger says of the deposit's destination.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.destination")]
public sealed record DestinationChecked(string EffectId, DestinationState State) : TransactionCommand;

/// <summary>How an ordered ledger payment ended.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.payout")]
public sealed record PayoutEnded(string EffectId, PayoutEnd End) : TransactionCommand;

/// <summary>A poll, or a watcher, asks for the payment out that waits to be asked for.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.outgoing-release")]
public sealed record ReleaseOutgoing : TransactionCommand;

/// <summary>The rails are about to be told to pay out; stored first where a second telling could do harm.</summary>
/// <param name="PreviousAttempt">When the last try was stored, as the caller knows it: of two callers one alone may go on.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.outgoing-begin")]
public sealed record BeginOutgoing(string EffectId, DateTimeOffset? PreviousAttempt) : TransactionCommand;

/// <summary>What the rails say of the payment out.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.outgoing")]
public sealed record OutgoingAnswered(OutgoingState State, string? ExternalTransactionId, string? Reason)
    : TransactionCommand;

/// <summary>The operator has decided that the network is gone on which the transaction's payments stood or were to stand.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.network-reset")]
public sealed record NetworkReset : TransactionCommand;

/// <summary>The alarm clock rang, or a poller came by: whatever is due is armed again.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.tx.wake")]
public sealed record Wake : TransactionCommand;
