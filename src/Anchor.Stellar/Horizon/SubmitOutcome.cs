namespace Anchor.Stellar.Horizon;

/// <summary>What is known after an envelope was sent once. Only <see cref="Applied"/> is final; after any other, look the hash up and send the same bytes again.</summary>
public abstract record SubmitOutcome
{
    private SubmitOutcome() { }

    /// <summary>The network took it into its queue. It may still be dropped.</summary>
    public sealed record Accepted(string Hash) : SubmitOutcome;

    /// <summary>The network has it already.</summary>
    public sealed record Duplicate(string Hash) : SubmitOutcome;

    /// <summary>It is in a ledger, successful or failed: fee and sequence are consumed.</summary>
    public sealed record Applied(HorizonTransaction Transaction, ResultCodes Codes) : SubmitOutcome
    {
        public bool Successful => Transaction.Successful;
    }

    /// <summary>It was not queued: another of the same account is, or too much is going on.</summary>
    public sealed record TryAgainLater(TimeSpan? RetryAfter) : SubmitOutcome;

    /// <summary>Refused before inclusion, and not in Horizon's history at that moment. The code says what to do; it is no proof that an earlier sending cannot still be applied.</summary>
    public sealed record Rejected(ResultCodes Codes, string? ResultXdr) : SubmitOutcome;

    /// <summary>Horizon could not decode the envelope: a bug of the sender.</summary>
    public sealed record Malformed(string Detail) : SubmitOutcome;

    /// <summary>Time-out, lost connection, 5xx or an answer that cannot be read: it may have been queued or not.</summary>
    public sealed record Unknown(string Reason, TimeSpan? RetryAfter) : SubmitOutcome;
}
