using System.Collections.Frozen;
using Anchor.Domain.Transactions;

namespace Anchor.Api.Pages;

/// <summary>Every text of the users' pages in one language. The compiler wants each of them from every translation.</summary>
internal sealed record PageTexts
{
    private static readonly FrozenDictionary<string, PageTexts> All = new[]
    {
        Translations.English.Texts,
        Translations.Spanish.Texts,
        Translations.Portuguese.Texts,
        Translations.German.Texts,
        Translations.French.Texts,
        Translations.Indonesian.Texts,
    }.ToFrozenDictionary(texts => texts.Language, StringComparer.Ordinal);

    public static IEnumerable<PageTexts> Every => All.Values;

    public required string Language { get; init; }
    public required string Skip { get; init; }

    /// <summary>{0}: the asset's code.</summary>
    public required string DepositTitle { get; init; }

    /// <summary>{0}: the asset's code.</summary>
    public required string WithdrawalTitle { get; init; }
    public required string DepositGuidance { get; init; }
    public required string WithdrawalGuidance { get; init; }

    /// <summary>{0}: the asset's code.</summary>
    public required string Amount { get; init; }

    /// <summary>{0}, {1}: limits; {2}: the asset's code.</summary>
    public required string AmountHint { get; init; }
    public required string BankAccountNumber { get; init; }
    public required string BankAccountType { get; init; }
    public required string Optional { get; init; }
    public required string YouSend { get; init; }
    public required string Fee { get; init; }
    public required string YouReceive { get; init; }
    public required string ShowFee { get; init; }
    public required string Continue { get; init; }

    public required string CheckFields { get; init; }
    public required string ErrorRequired { get; init; }
    public required string ErrorNumber { get; init; }

    /// <summary>{0}: a number.</summary>
    public required string ErrorDecimals { get; init; }

    /// <summary>{0}, {1}: limits.</summary>
    public required string ErrorRange { get; init; }
    public required string ErrorFee { get; init; }

    /// <summary>{0}: a number.</summary>
    public required string ErrorTooLong { get; init; }
    public required string ErrorCharacters { get; init; }
    public required string ErrorChoice { get; init; }

    public required string LinkTitle { get; init; }
    public required string LinkSpent { get; init; }
    public required string SessionEnded { get; init; }
    public required string NotFoundTitle { get; init; }
    public required string NotFound { get; init; }

    public required string YourDeposit { get; init; }
    public required string YourWithdrawal { get; init; }
    public required string Status { get; init; }
    public required string Updates { get; init; }
    public required string Note { get; init; }
    public required string Deadline { get; init; }
    public required string SendTo { get; init; }
    public required string Memo { get; init; }
    public required string Reference { get; init; }
    public required string Recipient { get; init; }
    public required string Refunded { get; init; }
    public required string Started { get; init; }
    public required string Completed { get; init; }
    public required string LedgerTransaction { get; init; }
    public required string ExternalTransaction { get; init; }
    public required string TransactionId { get; init; }
    public required string Close { get; init; }

    public required string NextDeposit { get; init; }
    public required string NextWithdrawal { get; init; }
    public required string NextTrust { get; init; }
    public required string NextHold { get; init; }

    public required string Incomplete { get; init; }
    public required string PendingUserTransferStart { get; init; }
    public required string PendingUserTransferComplete { get; init; }
    public required string PendingExternal { get; init; }
    public required string PendingAnchor { get; init; }
    public required string OnHold { get; init; }
    public required string PendingStellar { get; init; }
    public required string PendingTrust { get; init; }
    public required string PendingUser { get; init; }
    public required string StatusCompleted { get; init; }
    public required string StatusRefunded { get; init; }
    public required string Expired { get; init; }
    public required string NoMarket { get; init; }
    public required string TooSmall { get; init; }
    public required string TooLarge { get; init; }
    public required string Error { get; init; }

    /// <summary>The texts for an RFC 4646 tag; English where there is no translation.</summary>
    public static PageTexts For(string? tag) =>
        All.GetValueOrDefault(Languages.PrimaryOf(tag), Translations.English.Texts);

    public string NameOf(TransactionStatus status) =>
        status switch
        {
            TransactionStatus.Incomplete => Incomplete,
            TransactionStatus.PendingUserTransferStart => PendingUserTransferStart,
            TransactionStatus.PendingUserTransferComplete => PendingUserTransferComplete,
            TransactionStatus.PendingExternal => PendingExternal,
            TransactionStatus.PendingAnchor => PendingAnchor,
            TransactionStatus.OnHold => OnHold,
            TransactionStatus.PendingStellar => PendingStellar,
            TransactionStatus.PendingTrust => PendingTrust,
            TransactionStatus.PendingUser => PendingUser,
            TransactionStatus.Completed => StatusCompleted,
            TransactionStatus.Refunded => StatusRefunded,
            TransactionStatus.Expired => Expired,
            TransactionStatus.NoMarket => NoMarket,
            TransactionStatus.TooSmall => TooSmall,
            TransactionStatus.TooLarge => TooLarge,
            _ => Error,
        };

    /// <summary>What the user can do now, or null.</summary>
    public string? NextStep(AnchorTransaction transaction) =>
        (transaction.Status, transaction.Kind) switch
        {
            (TransactionStatus.PendingUserTransferStart, TransactionKind.Deposit) => NextDeposit,
            (TransactionStatus.PendingUserTransferStart, TransactionKind.Withdrawal) => NextWithdrawal,
            (TransactionStatus.PendingTrust, _) => NextTrust,
            (TransactionStatus.OnHold, _) => NextHold,
            _ => null,
        };
}
