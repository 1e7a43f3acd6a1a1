using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Orleans.Storage;

namespace Anchor.Grains.Tests.Harness;

internal sealed class GuardedGrainStorage(IGrainStorage inner, StoreFaults faults, Lifeline lifeline) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        lifeline.PassAsync(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        lifeline.PassAsync(() =>
            faults.WriteAsync(
                grainId.ToString(),
                async () =>
                {
                    await inner.WriteStateAsync(stateName, grainId, grainState);
                    return true;
                }
            )
        );

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        lifeline.PassAsync(() => inner.ClearStateAsync(stateName, grainId, grainState));
}

internal sealed class GuardedPayoutStore(IPayoutStore inner, StoreFaults faults, Lifeline lifeline) : IPayoutStore
{
    public Task<StoredPayout?> FindAsync(string purposeId, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.FindAsync(purposeId, cancellationToken));

    public Task<ImmutableArray<StoredPayout>> OpenAsync(string account, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.OpenAsync(account, cancellationToken));

    public Task<ImmutableArray<string>> AccountsAsync(CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.AccountsAsync(cancellationToken));

    public Task<ImmutableArray<StoredPayout>> SaveAsync(
        ImmutableArray<StoredPayout> payouts,
        CancellationToken cancellationToken
    ) =>
        lifeline.PassAsync(() =>
            faults.WriteAsync(
                $"payout {payouts[0].Payout.Order.PurposeId} {payouts[0].Payout.Status}",
                () => inner.SaveAsync(payouts, cancellationToken)
            )
        );
}

internal sealed class GuardedIngestStore(IIngestStore inner, StoreFaults faults, Lifeline lifeline) : IIngestStore
{
    public Task<IngestState> ReadAsync(string source, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.ReadAsync(source, cancellationToken));

    public Task<IngestStored> AppendAsync(
        IngestState state,
        ImmutableArray<IncomingPayment> payments,
        CancellationToken cancellationToken
    ) =>
        lifeline.PassAsync(() =>
            faults.WriteAsync($"ingest {payments.Length}", () => inner.AppendAsync(state, payments, cancellationToken))
        );

    public Task<ImmutableArray<string>> UndecidedAsync(
        string account,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.UndecidedAsync(account, after, limit, cancellationToken));

    public Task<string?> EarlierUndecidedAsync(IncomingPayment payment, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.EarlierUndecidedAsync(payment, cancellationToken));
}

internal sealed class GuardedIndex(ITransactionIndex inner, Lifeline lifeline) : ITransactionIndex
{
    public Task<ImmutableArray<string>> FindByMemoAsync(
        string account,
        MemoText memo,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.FindByMemoAsync(account, memo, cancellationToken));

    public Task<ImmutableArray<AnchorTransaction>> ListAsync(
        TransactionKind kind,
        ImmutableArray<TransactionStatus> statuses,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.ListAsync(kind, statuses, after, limit, cancellationToken));

    public Task<ImmutableArray<string>> OverdueAsync(
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.OverdueAsync(before, limit, cancellationToken));
}
