using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Simulation.World;
using Orleans.Storage;

namespace Anchor.Simulation.Stores;

/// <summary>Pages and cursors, each page one commit.</summary>
internal sealed class SimIngestStore(SimWorld world, Link link, Writer writer) : IIngestStore
{
    private Database Database => world.Database;

    public Task<IngestState> ReadAsync(string source, CancellationToken cancellationToken) =>
        link.ReadAsync(
            $"read cursor {source}",
            () =>
                Database.Cursors.Find(source) is { } row
                    ? row.State with
                    {
                        Version = row.Version,
                    }
                    : new IngestState(source, 0, 0, null, null)
        );

    public async Task<IngestStored> AppendAsync(
        IngestState state,
        ImmutableArray<IncomingPayment> payments,
        CancellationToken cancellationToken
    )
    {
        var changed = await writer.WriteAsync(
            $"write cursor {state.Source}",
            [Rows.Cursor(world, state), .. payments.Select(payment => Rows.Arrived(world, payment))]
        );
        return changed is { } rows
            ? new(state.Version + 1, [.. payments.Where((_, i) => rows[i + 1]).Select(payment => payment.Id)])
            : throw new InconsistentStateException($"The cursor of {state.Source} is not the one that was read.");
    }

    public Task<ImmutableArray<string>> UndecidedAsync(
        string account,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        link.ReadAsync(
            "read undecided",
            () =>
                Undecided()
                    .Where(payment => payment.Account == account && IsAfter(payment.Id, after))
                    .Take(limit)
                    .Select(payment => payment.Id)
                    .ToImmutableArray()
        );

    public Task<string?> EarlierUndecidedAsync(IncomingPayment payment, CancellationToken cancellationToken) =>
        link.ReadAsync(
            $"read before {payment.Id}",
            () =>
                Undecided()
                    .LastOrDefault(other =>
                        other.Account == payment.Account
                        && other.Memo?.Value == payment.Memo?.Value
                        && !IsAfter(other.Id, payment.Id)
                        && other.Id != payment.Id
                    )
                    ?.Id
        );

    private IEnumerable<IncomingPayment> Undecided() =>
        Database
            .PaymentOrder.Values.Select(id => Database.Payments.Find(id)!.State)
            .Where(payment => payment.Status == PaymentStatus.Received);

    private static bool IsAfter(string id, string? other) =>
        other is null || string.CompareOrdinal(PaymentIds.OrderKey(id), PaymentIds.OrderKey(other)) > 0;
}

/// <summary>The payouts, one row per purpose.</summary>
internal sealed class SimPayoutStore(SimWorld world, Link link, Writer writer) : IPayoutStore
{
    public Task<StoredPayout?> FindAsync(string purposeId, CancellationToken cancellationToken) =>
        link.ReadAsync(
            $"read payout {purposeId}",
            () => world.Database.Payouts.Find(purposeId) is { } row ? Stored(row) : null
        );

    public Task<ImmutableArray<StoredPayout>> OpenAsync(string account, CancellationToken cancellationToken) =>
        link.ReadAsync(
            "read open payouts",
            () =>
                world
                    .Database.Payouts.Rows.Values.Where(row => !row.State.IsDone && row.State.Order.Account == account)
                    .OrderBy(row => row.State.OrderedAt)
                    .ThenBy(row => row.State.Order.PurposeId, StringComparer.Ordinal)
                    .Select(Stored)
                    .ToImmutableArray()
        );

    public Task<ImmutableArray<string>> AccountsAsync(CancellationToken cancellationToken) =>
        link.ReadAsync(
            "read owing accounts",
            () =>
                world
                    .Database.Payouts.Rows.Values.Where(row => !row.State.IsDone)
                    .Select(row => row.State.Order.Account)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .ToImmutableArray()
        );

    public async Task<ImmutableArray<StoredPayout>> SaveAsync(
        ImmutableArray<StoredPayout> payouts,
        CancellationToken cancellationToken
    )
    {
        var changed = await writer.WriteAsync(
            $"write payout {payouts[0].Payout.Order.PurposeId}",
            [
                .. payouts.Select(stored =>
                    Rows.Payout(world, stored.Payout, stored.Version == 0 ? null : stored.Version)
                ),
            ]
        );
        return changed is not null
            ? [.. payouts.Select(stored => stored with { Version = stored.Version + 1 })]
            : throw new InconsistentStateException("A payout is not the row that was read.");
    }

    private static StoredPayout Stored(Row<Domain.Payouts.Payout> row) =>
        new(Rows.Stored(row.State, StoredJson.Default.Payout), row.Version);
}

/// <summary>Finds transactions for grains.</summary>
internal sealed class SimIndex(SimWorld world, Link link) : ITransactionIndex
{
    private IEnumerable<AnchorTransaction> All => world.Database.Transactions.Rows.Values.Select(row => row.State);

    public Task<ImmutableArray<string>> FindByMemoAsync(
        string account,
        MemoText memo,
        CancellationToken cancellationToken
    ) =>
        link.ReadAsync(
            $"read memo {memo.Value}",
            () =>
                All.Where(transaction =>
                        transaction.Kind == TransactionKind.Withdrawal
                        && transaction.DistributionAccount == account
                        && transaction.Memo == memo
                    )
                    .Select(transaction => transaction.Id)
                    .ToImmutableArray()
        );

    public Task<ImmutableArray<AnchorTransaction>> ListAsync(
        TransactionKind kind,
        ImmutableArray<TransactionStatus> statuses,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        link.ReadAsync(
            $"read list {kind} {statuses[0]}",
            () =>
                All.Where(transaction =>
                        transaction.Kind == kind
                        && statuses.Contains(transaction.Status)
                        && string.CompareOrdinal(transaction.Id, after) > 0
                    )
                    .Take(limit)
                    .ToImmutableArray()
        );

    public Task<ImmutableArray<string>> OverdueAsync(
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    ) =>
        link.ReadAsync(
            "read overdue",
            () =>
                All.Where(transaction => transaction.NextDue < before)
                    .OrderBy(transaction => transaction.NextDue)
                    .ThenBy(transaction => transaction.Id, StringComparer.Ordinal)
                    .Take(limit)
                    .Select(transaction => transaction.Id)
                    .ToImmutableArray()
        );
}
