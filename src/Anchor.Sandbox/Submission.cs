using Anchor.Stellar;

namespace Anchor.Sandbox;

/// <summary>How a submission was received, in core's words.</summary>
public enum SubmissionStatus
{
    /// <summary>It waits for the next ledger.</summary>
    Pending,

    /// <summary>It was waiting already.</summary>
    Duplicate,

    /// <summary>Its source account has another one waiting, or the queue is full. Nothing was queued.</summary>
    TryAgainLater,

    /// <summary>It is not valid; the result says why. Nothing was queued.</summary>
    Error,
}

/// <summary>The answer to a submission.</summary>
/// <param name="Hash">The transaction's hash, the fee bump's if it is one.</param>
/// <param name="Status">How it was received.</param>
/// <param name="Result">Why it is not valid, if it is not.</param>
public sealed record Submission(Hash256 Hash, SubmissionStatus Status, TransactionResult? Result = null);

/// <summary>A transaction that is in a ledger.</summary>
/// <param name="Hash">Its hash, the fee bump's if it is one.</param>
/// <param name="Ledger">The ledger it is in.</param>
/// <param name="Envelope">As it was signed.</param>
/// <param name="Result">What became of it.</param>
public sealed record SandboxTransaction(
    Hash256 Hash,
    uint Ledger,
    TransactionEnvelope Envelope,
    TransactionResult Result
);
