namespace Anchor.Stellar.Horizon;

/// <summary>What is known of a transaction by its hash.</summary>
public abstract record LookUpOutcome
{
    private LookUpOutcome() { }

    /// <summary>It is in a ledger, successful or failed.</summary>
    public sealed record Applied(HorizonTransaction Transaction, ResultCodes Codes) : LookUpOutcome
    {
        public bool Successful => Transaction.Successful;
    }

    /// <summary>Proof that it can never be applied: this ledger had closed after its max time before the hash was looked up, in vain, at the same Horizon.</summary>
    public sealed record CanNeverApply(LedgerClose Proof) : LookUpOutcome;

    /// <summary>It is not in a ledger, and may still come.</summary>
    public sealed record NotYet(LedgerClose Latest) : LookUpOutcome;

    /// <summary>Horizon cannot tell.</summary>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter) : LookUpOutcome;
}
