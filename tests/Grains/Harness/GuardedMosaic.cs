using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Harness;

internal sealed class GuardedMosaicChains(IMosaicChains inner, Lifeline lifeline) : IMosaicChains
{
    public FacilitationPolicy PolicyOf(string pair) => inner.PolicyOf(pair);

    public string ChainOf(string pair, TransferKind kind, Side side) => inner.ChainOf(pair, kind, side);

    public Task<RequestSight> LookAsync(MosaicRequest request, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.LookAsync(request, cancellationToken));

    public Task<StepPreparation> PrepareAsync(
        MosaicRequest request,
        StepOrder order,
        string? secret,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.PrepareAsync(request, order, secret, cancellationToken));

    public Task<TokenAmount> CoinForStepAsync(string chain, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.CoinForStepAsync(chain, cancellationToken));

    public (string HashLock, string MessageHash) LockOf(RequestTerms terms, string secret) =>
        inner.LockOf(terms, secret);
}

internal sealed class GuardedRequestIndex(IRequestIndex inner, Lifeline lifeline) : IRequestIndex
{
    public Task<ImmutableArray<RequestKey>> ClaimOverdueAsync(
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.ClaimOverdueAsync(before, limit, cancellationToken));

    public Task<ImmutableArray<MosaicRequest>> OpenAsync(
        MosaicRequest? after,
        int limit,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.OpenAsync(after, limit, cancellationToken));

    public Task<ImmutableArray<MosaicRequest>> LatestAsync(int limit, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.LatestAsync(limit, cancellationToken));

    public Task<MosaicRequest?> FindAsync(string requestHash, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.FindAsync(requestHash, cancellationToken));

    public Task<ImmutableArray<RequestCount>> CountAsync(CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.CountAsync(cancellationToken));
}

internal sealed class GuardedScanStore(IScanStore inner, StoreFaults faults, Lifeline lifeline) : IScanStore
{
    public Task<StoredCursor> ReadAsync(string chain, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.ReadAsync(chain, cancellationToken));

    public Task AppendAsync(
        StoredCursor cursor,
        ImmutableArray<ChainEvent> events,
        CancellationToken cancellationToken
    ) =>
        lifeline.PassAsync(() =>
            faults.WriteAsync(
                $"scan {events.Length}",
                async () =>
                {
                    await inner.AppendAsync(cursor, events, cancellationToken);
                    return true;
                }
            )
        );

    public Task<int> RewindAsync(StoredCursor cursor, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => faults.WriteAsync("rewind", () => inner.RewindAsync(cursor, cancellationToken)));

    public Task<ImmutableArray<StoredEvent>> OpenAsync(
        string chain,
        StoredEvent? after,
        int limit,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.OpenAsync(chain, after, limit, cancellationToken));

    public Task<ImmutableArray<ChainEvent>> SetAsideAsync(
        string chain,
        int limit,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.SetAsideAsync(chain, limit, cancellationToken));

    public Task SaveAsync(ImmutableArray<StoredEvent> events, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() =>
            faults.WriteAsync(
                "told",
                async () =>
                {
                    await inner.SaveAsync(events, cancellationToken);
                    return true;
                }
            )
        );
}

internal sealed class GuardedScan(Fakes.FakeScan inner, Lifeline lifeline) : IChainEvents, IChainReaders
{
    public ImmutableArray<string> Chains => inner.Chains;

    public ChainFilter FilterOf(string chain) => inner.FilterOf(chain);

    public Task TellAsync(ChainEvent chainEvent, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.TellAsync(chainEvent, cancellationToken));

    public void Start(string chain, ScanCursor cursor) => inner.Start(chain, cursor);

    public void Stop(string chain)
    {
        if (!lifeline.IsCut)
        {
            inner.Stop(chain);
        }
    }
}
