using Anchor.Domain;
using Anchor.Domain.Transactions;

namespace Anchor.Grains.Transactions;

/// <summary>One deposit or withdrawal. The key is the transaction id.</summary>
[Alias("anchor.ITransactionGrain")]
public interface ITransactionGrain : IGrainWithStringKey
{
    /// <summary>Decides a command; when it returns, the answer and what follows from it are stored.</summary>
    [Alias("apply")]
    Task<TransactionOutcome> ApplyAsync(TransactionCommand command, CancellationToken cancellationToken);

    /// <summary>The transaction, or null if it was never started.</summary>
    [ReadOnly]
    [Alias("get")]
    Task<AnchorTransaction?> GetAsync(CancellationToken cancellationToken);
}

/// <summary>The answer to a command.</summary>
/// <param name="Transaction">The state after it.</param>
/// <param name="Refusal">Null if the command was accepted, now or before.</param>
/// <param name="Changed">False for a duplicate or a refusal.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.transaction-outcome")]
public sealed record TransactionOutcome(AnchorTransaction Transaction, Refusal? Refusal, bool Changed);
