using System.Text.Json.Serialization;

namespace Anchor.Domain.Transactions;

/// <summary>The statuses of SEP-24, section "Transaction statuses". The wire name is the member's name in snake case.</summary>
[GenerateSerializer]
[Alias("anchor.transaction-status")]
[JsonConverter(typeof(SnakeCaseEnumConverter<TransactionStatus>))]
public enum TransactionStatus
{
    /// <summary>No such transaction: the state of a grain that was never started. Never stored, never shown.</summary>
    None = 0,
    Incomplete = 1,
    PendingUserTransferStart = 2,
    PendingUserTransferComplete = 3,
    PendingExternal = 4,
    PendingAnchor = 5,
    OnHold = 6,
    PendingStellar = 7,
    PendingTrust = 8,
    PendingUser = 9,
    Completed = 10,
    Refunded = 11,
    Expired = 12,
    NoMarket = 13,
    TooSmall = 14,
    TooLarge = 15,
    Error = 16,
}

/// <summary>Which way the value goes: into the ledger or out of it.</summary>
[GenerateSerializer]
[Alias("anchor.transaction-kind")]
[JsonConverter(typeof(SnakeCaseEnumConverter<TransactionKind>))]
public enum TransactionKind
{
    Deposit = 0,
    Withdrawal = 1,
}

/// <summary>Questions about statuses.</summary>
public static class TransactionStatuses
{
    /// <summary>No command moves a transaction out of these.</summary>
    public static bool IsTerminal(this TransactionStatus status) =>
        status
            is TransactionStatus.Completed
                or TransactionStatus.Refunded
                or TransactionStatus.Expired
                or TransactionStatus.NoMarket
                or TransactionStatus.TooSmall
                or TransactionStatus.TooLarge
                or TransactionStatus.Error;

    /// <summary>The name that wallets see: <c>pending_user_transfer_start</c>.</summary>
    public static string WireName(this TransactionStatus status) =>
        SnakeCaseEnumConverter<TransactionStatus>.NameOf(status);

    /// <summary>The name that wallets see: <c>deposit</c>, <c>withdrawal</c>.</summary>
    public static string WireName(this TransactionKind kind) => SnakeCaseEnumConverter<TransactionKind>.NameOf(kind);
}
