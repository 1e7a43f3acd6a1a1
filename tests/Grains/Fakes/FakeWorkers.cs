using System.Collections.Immutable;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>All accounts of all chains, each on its own <see cref="FakeEvm"/>.</summary>
internal sealed class FakeWorkers(ImmutableArray<FakeEvm> chains) : IWorkerLedger
{
    public ImmutableArray<string> Accounts { get; } = [.. chains.SelectMany(chain => chain.Accounts)];

    public Task<WorkerPrepared> PrepareAsync(
        WorkerOrder order,
        long? nextNonce,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    ) => Of(order.Account).PrepareAsync(order, nextNonce, inFlight, cancellationToken);

    public Task<WorkerSight> LookAsync(
        string account,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    ) => Of(account).LookAsync(account, inFlight, cancellationToken);

    public Task<string?> SendAsync(string account, string raw, CancellationToken cancellationToken) =>
        Of(account).SendAsync(account, raw, cancellationToken);

    public Task<WorkerAttempt?> ReplaceAsync(WorkerTransaction transaction, CancellationToken cancellationToken) =>
        Of(transaction.Order.Account).ReplaceAsync(transaction, cancellationToken);

    private FakeEvm Of(string account) => chains.Single(chain => chain.Accounts[0] == account);
}
