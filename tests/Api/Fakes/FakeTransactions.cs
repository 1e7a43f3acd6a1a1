using System.Collections.Concurrent;
using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ingest;
using Anchor.Grains.Networks;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;

namespace Anchor.Api.Tests.Fakes;

/// <summary>Transactions in memory: grains that run the real machine, and the queries over the same states.</summary>
internal sealed class FakeTransactions(TimeProvider time) : IGrainFactory, ITransactionQueries
{
    private readonly ConcurrentDictionary<string, AnchorTransaction> _states = new();

    /// <summary>How far the distribution accounts are read; null before the first time.</summary>
    /// <summary>What is known of the network.</summary>
    public NetworkCondition Network { get; set; } = NetworkCondition.Known;

    public string? Cursor { get; set; } = "1";

    public IReadOnlyCollection<AnchorTransaction> All => [.. _states.Values];

    public AnchorTransaction this[string id] => _states[id];

    public void Put(AnchorTransaction transaction) => _states[transaction.Id] = transaction;

    public TransactionOutcome Apply(string id, TransactionCommand command)
    {
        lock (_states)
        {
            var state = _states.GetValueOrDefault(id, new AnchorTransaction());
            switch (TransactionMachine.Decide(state, command, time.GetUtcNow()))
            {
                case Decision<AnchorTransaction>.Accept accepted:
                    _states[id] = accepted.Next;
                    return new TransactionOutcome(accepted.Next, null, true);
                case Decision<AnchorTransaction>.Reject rejected:
                    return new TransactionOutcome(state, rejected.Refusal, false);
                default:
                    return new TransactionOutcome(state, null, false);
            }
        }
    }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        typeof(TGrainInterface) == typeof(IIngestGrain) ? (TGrainInterface)(object)new FakeIngestGrain(Cursor)
        : typeof(TGrainInterface) == typeof(INetworkTakeoverGrain)
            ? (TGrainInterface)(object)new FakeTakeoverGrain(this)
        : typeof(TGrainInterface) == typeof(INetworkGrain) ? (TGrainInterface)(object)new FakeNetworkGrain(this)
        : (TGrainInterface)(object)new FakeTransactionGrain(this, primaryKey);

    public ValueTask<AnchorTransaction?> FindAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_states.GetValueOrDefault(id));

    public ValueTask<ImmutableArray<AnchorTransaction>> FindByStellarIdAsync(
        TransactionOwner owner,
        string hash,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Of(owner).Where(t => t.StellarTransactionId == hash).ToImmutableArray());

    public ValueTask<ImmutableArray<AnchorTransaction>> FindByExternalIdAsync(
        TransactionOwner owner,
        string externalId,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(Of(owner).Where(t => t.ExternalTransactionId == externalId).ToImmutableArray());

    public ValueTask<ImmutableArray<AnchorTransaction>> ListAsync(
        TransactionFilter filter,
        CancellationToken cancellationToken
    )
    {
        var before =
            filter.PagingId is null ? DateTimeOffset.MaxValue
            : _states.TryGetValue(filter.PagingId, out var last) ? last.StartedAt
            : DateTimeOffset.MinValue;
        return ValueTask.FromResult(
            Of(filter.Owner)
                .Where(t => t.Asset == filter.Asset && (filter.Kind is null || t.Kind == filter.Kind))
                .Where(t => t.StartedAt < before && !(t.StartedAt < filter.NoOlderThan))
                .Take(filter.Limit)
                .ToImmutableArray()
        );
    }

    public ValueTask<IReadOnlyDictionary<TransactionStatus, long>> CountByStatusAsync(
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult<IReadOnlyDictionary<TransactionStatus, long>>(
            _states.Values.GroupBy(t => t.Status).ToDictionary(g => g.Key, g => g.LongCount())
        );

    private IEnumerable<AnchorTransaction> Of(TransactionOwner owner) =>
        _states
            .Values.Where(t => t.Account == owner.Account && t.AccountMemo == owner.AccountMemo)
            .OrderByDescending(t => t.StartedAt);

    private sealed class FakeTransactionGrain(FakeTransactions transactions, string id) : ITransactionGrain
    {
        public Task<TransactionOutcome> ApplyAsync(TransactionCommand command, CancellationToken cancellationToken) =>
            Task.FromResult(transactions.Apply(id, command));

        public Task<AnchorTransaction?> GetAsync(CancellationToken cancellationToken) =>
            Task.FromResult(transactions._states.GetValueOrDefault(id));
    }

    private sealed class FakeNetworkGrain(FakeTransactions transactions) : INetworkGrain
    {
        public Task<NetworkState> GetAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new NetworkState { Condition = transactions.Network });

        public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<NetworkOutcome> ApplyAsync(NetworkCommand command, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class FakeTakeoverGrain(FakeTransactions transactions) : INetworkTakeoverGrain
    {
        public Task<bool> ReissuesAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<NetworkOutcome> BeginAsync(bool force, CancellationToken cancellationToken)
        {
            var isRefused = transactions.Network != NetworkCondition.Reset && !force;
            transactions.Network = NetworkCondition.Known;
            return Task.FromResult(
                new NetworkOutcome(
                    new NetworkState { Condition = NetworkCondition.Known },
                    isRefused ? new Refusal("not_reset", "It was not.") : null
                )
            );
        }
    }

    private sealed class FakeIngestGrain(string? cursor) : IIngestGrain
    {
        public Task<IngestAppointment> AppointAsync(string holder, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task ResignAsync(long epoch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IngestHealth> GetHealthAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new IngestHealth(cursor, 1, null, null));

        public Task EnsureReaderAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task HaltAsync(string alarm, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> AppendAsync(
            long epoch,
            ImmutableArray<IncomingPayment> payments,
            string cursor,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public Task<bool> ReportAsync(
            long epoch,
            DateTimeOffset? seenUpTo,
            string? alarm,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();
    }
}
