namespace Anchor.Stellar.Horizon;

/// <summary>A transaction in a ledger, applied or failed. Fees in stroops.</summary>
public sealed record HorizonTransaction(
    string Hash,
    bool Successful,
    long Ledger,
    DateTimeOffset CreatedAt,
    long PagingToken,
    string SourceAccount,
    long SourceAccountSequence,
    string FeeAccount,
    long FeeCharged,
    long MaxFee,
    int OperationCount,
    string EnvelopeXdr,
    string ResultXdr,
    string MemoType,
    string? Memo = null,
    string? MemoBytes = null,
    string? AccountMuxed = null,
    ulong? AccountMuxedId = null,
    HorizonFeeBump? FeeBumpTransaction = null,
    HorizonInnerTransaction? InnerTransaction = null
)
{
    /// <summary>Whether this is the transaction with that hash: its own, its fee bump's or its inner one.</summary>
    public bool Answers(string hash) =>
        Same(hash, Hash) || Same(hash, FeeBumpTransaction?.Hash) || Same(hash, InnerTransaction?.Hash);

    private static bool Same(string asked, string? given) =>
        string.Equals(asked, given, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The outer transaction that paid the fee for another.</summary>
public sealed record HorizonFeeBump(string Hash);

/// <summary>The transaction inside a fee bump; its own bid in stroops.</summary>
public sealed record HorizonInnerTransaction(string Hash, long MaxFee = 0);
