using System.Collections.Immutable;
using Anchor.Domain.Workers;

namespace Anchor.Grains.Ports;

/// <summary>What workers' accounts need of their chains. Every call takes a bounded time; an exception means "not known yet".</summary>
public interface IWorkerLedger
{
    /// <summary>The accounts that sign for this installation (<see cref="WorkerAccount.KeyOf"/>), each chain's in the order of their turns.</summary>
    ImmutableArray<string> Accounts { get; }

    /// <summary>Tries the call, decides its fees, signs it, sends nothing.</summary>
    /// <param name="order">What is to be sent.</param>
    /// <param name="nextNonce">The least nonce that may be used; the chain may already be further. Null if it alone decides.</param>
    /// <param name="inFlight">What the account is committed to pay for already.</param>
    /// <param name="cancellationToken">Gives the try up.</param>
    Task<WorkerPrepared> PrepareAsync(
        WorkerOrder order,
        long? nextNonce,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    );

    /// <summary>How the account and what it has in flight stand on the chain.</summary>
    Task<WorkerSight> LookAsync(
        string account,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    );

    /// <summary>Hands over stored bytes; may be repeated with the same bytes any number of times. Null, or why the node does not take them now.</summary>
    Task<string?> SendAsync(string account, string raw, CancellationToken cancellationToken);

    /// <summary>Signs bytes that pay more, sends nothing; null if the cap on fees does not allow it.</summary>
    Task<WorkerAttempt?> ReplaceAsync(WorkerTransaction transaction, CancellationToken cancellationToken);
}

/// <summary>What came of signing.</summary>
public abstract record WorkerPrepared
{
    private WorkerPrepared() { }

    public sealed record Ready(long Nonce, WorkerAttempt Attempt) : WorkerPrepared;

    /// <summary>The contract would refuse it; its own words, where it has any.</summary>
    public sealed record WouldFail(string Reason) : WorkerPrepared;

    public sealed record CannotPay(string Reason) : WorkerPrepared;
}

/// <summary>An account as its chain shows it.</summary>
/// <param name="Height">The chain's latest block.</param>
/// <param name="Count">How many transactions of the account stand on the chain: nonces below are used, this one is next.</param>
/// <param name="Balance">In wei.</param>
/// <param name="Transactions">One for each that was asked about, in that order.</param>
public sealed record WorkerSight(long Height, long Count, string Balance, ImmutableArray<Standing> Transactions);

/// <summary>How a transaction in flight stands.</summary>
public abstract record Standing
{
    private Standing() { }

    /// <summary>On the chain, as deep as is waited for.</summary>
    public sealed record Final(WorkerEnd End) : Standing;

    /// <summary>On the chain, not deep enough yet.</summary>
    public sealed record Mined(string Hash, long Height) : Standing;

    /// <summary>The node knows the latest bytes, and they are in no block.</summary>
    public sealed record Waiting : Standing;

    /// <summary>The node does not know the latest bytes.</summary>
    public sealed record Unknown : Standing;

    /// <summary>Its nonce was taken for good before its receipts were looked up, and there was none.</summary>
    public sealed record Missing : Standing;
}
