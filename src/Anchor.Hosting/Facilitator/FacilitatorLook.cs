using System.Collections.Immutable;
using System.Globalization;
using Anchor.Domain.Mosaic;
using Anchor.Domain.Workers;
using Anchor.Ethereum.JsonRpc;
using Anchor.Grains.Ports;
using Anchor.Grains.Workers;
using Anchor.Ledgers.Mosaic;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hosting.Facilitator;

/// <summary>A chain as the facilitator sees it.</summary>
/// <param name="Head">Null if its node does not answer.</param>
internal sealed record ChainLook(string Id, long? Head);

/// <summary>How far an anchor is behind the chain whose roots it holds.</summary>
/// <param name="Ring">Null if it could not be asked.</param>
internal sealed record AnchorLook(string Pair, string From, string To, AnchorRing? Ring, long? Head)
{
    /// <summary>Blocks that no anchored root covers yet.</summary>
    public long? Lag => Ring is null || Head is null ? null : Head - Ring.Latest;
}

/// <summary>Everything that the page and the metrics show.</summary>
internal sealed record FacilitatorLook(
    DateTimeOffset At,
    ImmutableArray<RequestCount> Counts,
    ImmutableArray<MosaicRequest> Requests,
    ImmutableArray<WorkerView> Workers,
    ImmutableArray<ChainLook> Chains,
    ImmutableArray<AnchorLook> Anchors,
    ImmutableArray<string> Stuck
)
{
    private const int MostOpen = 1_000;

    /// <summary>With so many roots to come, or fewer, a root that somebody relies on is about to be lost.</summary>
    private const int LastRoots = 2;

    /// <summary>What a person should see to.</summary>
    public IEnumerable<string> Alarms =>
        [
            .. Chains.Where(chain => chain.Head is null).Select(chain => $"Chain {chain.Id} does not answer."),
            .. Workers
                .Where(worker => worker.Trouble is not null)
                .Select(worker => $"Worker {worker.Account}: {worker.Trouble}"),
            .. Workers.Where(worker => worker.Balance == "0").Select(worker => $"Worker {worker.Account} has no coin."),
            .. Stuck,
        ];

    /// <summary>Looks at all facilitators of the process.</summary>
    public static async Task<FacilitatorLook> TakeAsync(
        IEnumerable<IServiceProvider> facilitators,
        int requests,
        CancellationToken cancellationToken
    )
    {
        var looks = await Task.WhenAll(
            facilitators.Select(services => TakeAsync(services, requests, cancellationToken))
        );
        return looks is [var only]
            ? only
            : new FacilitatorLook(
                looks.Select(look => look.At).DefaultIfEmpty().Max(),
                [
                    .. looks
                        .SelectMany(look => look.Counts)
                        .GroupBy(count => (count.Kind, count.Status))
                        .Select(same => new RequestCount(
                            same.Key.Kind,
                            same.Key.Status,
                            same.Sum(count => count.Count),
                            same.Min(count => count.Oldest)
                        )),
                ],
                [
                    .. looks
                        .SelectMany(look => look.Requests)
                        .OrderByDescending(request => request.UpdatedAt)
                        .Take(requests),
                ],
                [.. looks.SelectMany(look => look.Workers).DistinctBy(worker => worker.Account)],
                [.. looks.SelectMany(look => look.Chains).DistinctBy(chain => chain.Id)],
                [.. looks.SelectMany(look => look.Anchors)],
                [.. looks.SelectMany(look => look.Stuck)]
            );
    }

    private static async Task<FacilitatorLook> TakeAsync(
        IServiceProvider services,
        int requests,
        CancellationToken cancellationToken
    )
    {
        var index = services.GetRequiredService<IRequestIndex>();
        var settings = services.GetRequiredService<FacilitatorSettings>();
        var nodes = services.GetRequiredService<MosaicNodes>();
        var open = await index.OpenAsync(null, MostOpen, cancellationToken);
        var chains = await Task.WhenAll(
            settings.Mosaic.Chains.Select(async chain => new ChainLook(
                chain.Id,
                await HeadAsync(nodes, chain.Id, cancellationToken)
            ))
        );
        var heads = chains.ToDictionary(chain => chain.Id, chain => chain.Head, StringComparer.Ordinal);
        var rings = services.GetRequiredService<MosaicAnchors>();
        AnchorLook[] anchors =
        [
            .. (
                await Task.WhenAll(
                    settings.Mosaic.Pairs.Select(pair => AnchorsAsync(rings, pair, heads, cancellationToken))
                )
            ).SelectMany(pair => pair),
        ];
        return new FacilitatorLook(
            services.GetRequiredService<TimeProvider>().GetUtcNow(),
            await index.CountAsync(cancellationToken),
            requests == 0 ? [] : await index.LatestAsync(requests, cancellationToken),
            [
                .. await Task.WhenAll(
                    settings.Mosaic.Chains.SelectMany(chain => WorkersOf(services, chain, cancellationToken))
                ),
            ],
            [.. chains],
            [.. anchors],
            [
                .. open.Where(request => IsStuck(request, settings)).Select(Stuckness),
                .. open.SelectMany(request => FadingRoots(request, anchors)),
            ]
        );
    }

    private static bool IsStuck(MosaicRequest request, FacilitatorSettings settings) =>
        request.Status == RequestStatus.Unknown
        || (
            settings.Mosaic.Pairs.FirstOrDefault(pair => pair.Name == request.Terms!.Pair) is { Policy: var policy }
            && request.IsStuck(policy)
        );

    private static string Stuckness(MosaicRequest request) =>
        $"Request {request.Terms!.RequestHash} is {request.Status.NameFor(request.Terms.Kind)}: {request.Trouble}";

    /// <summary>Roots that were chosen to prove a request by, and that nobody can prove anything by before long.</summary>
    internal static IEnumerable<string> FadingRoots(MosaicRequest request, AnchorLook[] anchors)
    {
        foreach (var order in request.OpenOrders().Where(order => order.Step.IsShared()))
        {
            var isFromOrigin = (request.Terms!.Kind == TransferKind.Stake) == (order.Step == RequestStep.ProveToTarget);
            var from = isFromOrigin
                ? PairName.OriginChain(request.Terms.Pair)
                : PairName.AuxiliaryChain(request.Terms.Pair);
            var ring = anchors.FirstOrDefault(look => look.Pair == request.Terms.Pair && look.From == from)?.Ring;
            if (ring?.Remaining(order.Height ?? 0) is { } remaining and <= LastRoots)
            {
                var fate = remaining == 0 ? "is gone" : $"will be driven out by the next {remaining}";
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Request {request.Terms.RequestHash} relies on the root of block {order.Height} of chain {from}, which {fate}."
                );
            }
        }
    }

    private static IEnumerable<Task<WorkerView>> WorkersOf(
        IServiceProvider services,
        MosaicChain chain,
        CancellationToken cancellationToken
    )
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        return chain.Workers.Select(worker =>
            grains
                .GetGrain<IWorkerAccountGrain>(WorkerAccount.KeyOf(chain.Id, worker.ToString()))
                .GetViewAsync(cancellationToken)
        );
    }

    private static async Task<AnchorLook[]> AnchorsAsync(
        MosaicAnchors rings,
        MosaicGateways pair,
        Dictionary<string, long?> heads,
        CancellationToken cancellationToken
    ) =>
        [
            new(
                pair.Name,
                pair.Origin,
                pair.Auxiliary,
                await RingAsync(rings, pair, onOrigin: false, cancellationToken),
                heads[pair.Origin]
            ),
            new(
                pair.Name,
                pair.Auxiliary,
                pair.Origin,
                await RingAsync(rings, pair, onOrigin: true, cancellationToken),
                heads[pair.Auxiliary]
            ),
        ];

    private static async Task<AnchorRing?> RingAsync(
        MosaicAnchors rings,
        MosaicGateways pair,
        bool onOrigin,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await rings.RingAsync(pair.Name, onOrigin, cancellationToken);
        }
        catch (ChainSilentException)
        {
            // That it does not answer is what is shown.
            return null;
        }
    }

    private static async Task<long?> HeadAsync(MosaicNodes nodes, string chain, CancellationToken cancellationToken)
    {
        try
        {
            return await nodes.Node(chain).GetBlockNumberAsync(cancellationToken);
        }
        catch (Exception e) when (e is NodeUnavailableException or NodeRefusalException)
        {
            // That it does not answer is what is shown.
            return null;
        }
    }
}
