using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>What is known of a closed ledger as a whole.</summary>
internal sealed record LedgerHeader
{
    public required uint Sequence { get; init; }

    public required Hash256 Hash { get; init; }

    public required Hash256 PreviousHash { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long CloseTime { get; init; }

    public required uint BaseFee { get; init; }

    public required long BaseReserve { get; init; }

    public required long TotalCoins { get; init; }

    public required long FeePool { get; init; }

    public required int ProtocolVersion { get; init; }

    public int SuccessfulTransactions { get; init; }

    public int FailedTransactions { get; init; }

    /// <summary>Operations of successful transactions.</summary>
    public int Operations { get; init; }

    /// <summary>Operations of all transactions.</summary>
    public int TransactionSetOperations { get; init; }

    public required int MaxTransactionSetSize { get; init; }

    /// <summary>SEP-35: a ledger's own id, the lower half zero.</summary>
    public long PagingToken => (long)Sequence << 32;
}
