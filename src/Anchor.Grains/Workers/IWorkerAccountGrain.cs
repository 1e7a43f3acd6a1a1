using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Workers;

namespace Anchor.Grains.Workers;

/// <summary>The queue of one account that signs on an EVM chain: its nonces, and its transactions until the chain has decided. The key is <see cref="WorkerAccount.KeyOf"/>.</summary>
[Alias("anchor.IWorkerAccountGrain")]
public interface IWorkerAccountGrain : IGrainWithStringKey
{
    /// <summary>Stores the order; the same id again changes nothing. Null when taken, else why not.</summary>
    [Alias("order")]
    Task<Refusal?> OrderAsync(WorkerOrder order, CancellationToken cancellationToken);

    /// <summary>Null if the id was never ordered from this account.</summary>
    [Alias("find")]
    Task<WorkerTransaction?> FindAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Word from outside about one order; stored before anything follows from it.</summary>
    [Alias("report")]
    Task ReportAsync(string orderId, WorkerCommand command, CancellationToken cancellationToken);

    /// <summary>What the chain showed at the last look. Nonces from the chain's count on that nobody in flight holds are filled.</summary>
    [Alias("seen")]
    Task SeenAsync(WorkerLook look, CancellationToken cancellationToken);

    /// <summary>What may be on the chain, by nonce.</summary>
    [ReadOnly]
    [Alias("in-flight")]
    Task<ImmutableArray<WorkerTransaction>> GetInFlightAsync(CancellationToken cancellationToken);

    [ReadOnly]
    [Alias("view")]
    Task<WorkerView> GetViewAsync(CancellationToken cancellationToken);

    /// <summary>Outside work of the account has ended: starts what is due next.</summary>
    [Alias("continue")]
    Task ContinueAsync(CancellationToken cancellationToken);

    /// <summary>Drives whatever is due, and looks at the account. Called at start-up and by reminder.</summary>
    [Alias("wake")]
    Task WakeAsync(CancellationToken cancellationToken);
}

/// <summary>An account as its chain showed it.</summary>
/// <param name="Count">How many of its transactions stand on the chain.</param>
/// <param name="Balance">In wei.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.worker-look")]
public sealed record WorkerLook(long Height, long Count, string Balance);

/// <summary>How an account stands, without asking its chain.</summary>
/// <param name="Balance">In wei, as last seen; null before the first look.</param>
/// <param name="Committed">The most that orders may still take of it, in wei.</param>
/// <param name="OldestSince">Since when the oldest open order waits.</param>
/// <param name="Trouble">Why something does not move, for the operator.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.worker-view")]
public sealed record WorkerView(
    string Account,
    string? Balance,
    string Committed,
    long? NextNonce,
    int Queued,
    int InFlight,
    DateTimeOffset? OldestSince,
    string? Trouble
);
