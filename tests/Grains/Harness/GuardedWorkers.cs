using System.Collections.Immutable;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Harness;

internal sealed class GuardedWorkerStore(IWorkerStore inner, StoreFaults faults, Lifeline lifeline) : IWorkerStore
{
    public Task<StoredWorkerAccount> ReadAsync(string account, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.ReadAsync(account, cancellationToken));

    public Task<StoredWorkerTransaction?> FindAsync(string orderId, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.FindAsync(orderId, cancellationToken));

    public Task<StoredWorkerTransaction?> FindByNonceAsync(
        string account,
        long nonce,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.FindByNonceAsync(account, nonce, cancellationToken));

    public Task<ImmutableArray<StoredWorkerTransaction>> OpenAsync(
        string account,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.OpenAsync(account, cancellationToken));

    public Task<ImmutableArray<string>> AccountsAsync(CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.AccountsAsync(cancellationToken));

    public Task SaveAsync(
        StoredWorkerAccount? account,
        StoredWorkerTransaction transaction,
        CancellationToken cancellationToken
    ) =>
        lifeline.PassAsync(() =>
            faults.WriteAsync(
                $"worker {transaction.Transaction.Order.OrderId} {transaction.Transaction.Status}",
                async () =>
                {
                    await inner.SaveAsync(account, transaction, cancellationToken);
                    return true;
                }
            )
        );
}

internal sealed class GuardedWorkerLedger(IWorkerLedger inner, Lifeline lifeline) : IWorkerLedger
{
    public ImmutableArray<string> Accounts => inner.Accounts;

    public Task<WorkerPrepared> PrepareAsync(
        WorkerOrder order,
        long? nextNonce,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.PrepareAsync(order, nextNonce, inFlight, cancellationToken));

    public Task<WorkerSight> LookAsync(
        string account,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.LookAsync(account, inFlight, cancellationToken));

    public Task<string?> SendAsync(string account, string raw, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.SendAsync(account, raw, cancellationToken));

    public Task<WorkerAttempt?> ReplaceAsync(WorkerTransaction transaction, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.ReplaceAsync(transaction, cancellationToken));
}
