using System.Collections.Immutable;
using Anchor.Domain.Workers;

namespace Anchor.Grains.Ports;

/// <summary>The orders of workers' accounts.</summary>
public interface IWorkerStore
{
    /// <summary>The account's own row, or a fresh one.</summary>
    Task<StoredWorkerAccount> ReadAsync(string account, CancellationToken cancellationToken);

    /// <summary>Null if the id was never ordered.</summary>
    Task<StoredWorkerTransaction?> FindAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>The order that holds the nonce, whether or not it is done; null if none does.</summary>
    Task<StoredWorkerTransaction?> FindByNonceAsync(string account, long nonce, CancellationToken cancellationToken);

    /// <summary>All that are not done, oldest order first.</summary>
    Task<ImmutableArray<StoredWorkerTransaction>> OpenAsync(string account, CancellationToken cancellationToken);

    /// <summary>The accounts that have orders which are not done.</summary>
    Task<ImmutableArray<string>> AccountsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// One durable commit of the account's row, if one is given, and one order, each judged by its version (0: must not exist); if one
    /// is stale nothing is written and <see cref="Orleans.Storage.InconsistentStateException"/> is thrown.
    /// </summary>
    Task SaveAsync(
        StoredWorkerAccount? account,
        StoredWorkerTransaction transaction,
        CancellationToken cancellationToken
    );
}

/// <summary>An order and the version of its row.</summary>
public sealed record StoredWorkerTransaction(WorkerTransaction Transaction, long Version);

/// <summary>An account and the version of its row.</summary>
public sealed record StoredWorkerAccount(string Key, WorkerAccount Account, long Version);
