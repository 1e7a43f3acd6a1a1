using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;

namespace Anchor.Grains.Ports;

/// <summary>Rows of transactions as grains need to find them. The rows themselves are the grains' state.</summary>
public interface ITransactionIndex
{
    /// <summary>Withdrawals that were given this memo on this account, whatever their status; at most one unless somebody forged.</summary>
    Task<ImmutableArray<string>> FindByMemoAsync(string account, MemoText memo, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="limit"/> transactions of a kind in any of the statuses, with id greater than <paramref name="after"/>, ordered by id.</summary>
    Task<ImmutableArray<AnchorTransaction>> ListAsync(
        TransactionKind kind,
        ImmutableArray<TransactionStatus> statuses,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Ids whose <see cref="AnchorTransaction.NextDue"/> is before <paramref name="before"/>, the longest overdue first.</summary>
    Task<ImmutableArray<string>> OverdueAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>The stored pages of incoming payments and the cursors that cover them.</summary>
public interface IIngestStore
{
    /// <summary>The source's row, or a fresh one with no cursor.</summary>
    Task<IngestState> ReadAsync(string source, CancellationToken cancellationToken);

    /// <summary>
    /// One durable commit: the rows that are not there yet (status received), and the state with its cursor, if its version is still
    /// the one that was read; else <see cref="Orleans.Storage.InconsistentStateException"/>. Gives back the new version and the ids that were new.
    /// </summary>
    Task<IngestStored> AppendAsync(
        IngestState state,
        ImmutableArray<IncomingPayment> payments,
        CancellationToken cancellationToken
    );

    /// <summary>Ids of payments still in status received, oldest first, with id greater than <paramref name="after"/>.</summary>
    Task<ImmutableArray<string>> UndecidedAsync(
        string account,
        string? after,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>The last payment before this one, by the ledger's order, that carries the same memo to the same account and is still in status received; or null.</summary>
    Task<string?> EarlierUndecidedAsync(IncomingPayment payment, CancellationToken cancellationToken);
}

/// <summary>Where a source is read up to. <paramref name="Version"/> 0 means: no row yet.</summary>
/// <param name="Epoch">Grows with every reader that is appointed; an older reader's pages are refused.</param>
/// <param name="Cursor">The paging token of the last event that is stored; null before the first.</param>
/// <param name="Alarm">Why reading has stopped, for the operator; null while all is well.</param>
/// <param name="Era">Of which network the cursor is (<see cref="Anchor.Domain.Network.NetworkState.Era"/>).</param>
public sealed record IngestState(string Source, long Version, long Epoch, string? Cursor, string? Alarm, int Era = 0);

/// <summary>What an append did.</summary>
public sealed record IngestStored(long Version, ImmutableArray<string> NewPayments);

/// <summary>The payouts of a distribution account.</summary>
public interface IPayoutStore
{
    /// <summary>Null if the purpose was never ordered.</summary>
    Task<StoredPayout?> FindAsync(string purposeId, CancellationToken cancellationToken);

    /// <summary>All that are not done (<see cref="Payout.IsDone"/>), oldest order first.</summary>
    Task<ImmutableArray<StoredPayout>> OpenAsync(string account, CancellationToken cancellationToken);

    /// <summary>The accounts that have payouts which are not done.</summary>
    Task<ImmutableArray<string>> AccountsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// One durable commit of all rows, each judged by its version (0: must not exist); if one is stale nothing is written and
    /// <see cref="Orleans.Storage.InconsistentStateException"/> is thrown. Gives the rows back with their new versions.
    /// </summary>
    Task<ImmutableArray<StoredPayout>> SaveAsync(
        ImmutableArray<StoredPayout> payouts,
        CancellationToken cancellationToken
    );
}

/// <summary>A payout and the version of its row.</summary>
public sealed record StoredPayout(Payout Payout, long Version);
