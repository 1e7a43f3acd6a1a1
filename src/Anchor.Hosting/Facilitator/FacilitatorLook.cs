using System.Collections.Immutable;
using Anchor.Domain.Mosaic;
using Anchor.Domain.Workers;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Grains.Ports;
using Anchor.Grains.Workers;
using Anchor.Ledgers.Mosaic;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hosting.Facilitator;

/// <summary>A chain as the facilitator sees it.</summary>
/// <param name="Head">Null if its node does not answer.</param>
internal sealed record ChainLook(string Id, long? Head);

/// <summary>How far an anchor is behind the chain whose roots it holds.</summary>
/// <param name="Anchored">Null if it could not be asked.</param>
internal sealed record AnchorLook(string Pair, string From, string To, long? Anchored, long? Head);

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

    public static async Task<FacilitatorLook> TakeAsync(
        IServiceProvider services,
        int requests,
        CancellationToken cancellationToken
    )
    {
        var index = services.GetRequiredService<IRequestIndex>();
        var settings = services.GetRequiredService<FacilitatorSettings>();
        var nodes = services.GetRequiredService<MosaicNodes>();
        var open = await index.OpenAsync(null, 1_000, cancellationToken);
        var chains = await Task.WhenAll(
            settings.Mosaic.Chains.Select(async chain => new ChainLook(
                chain.Id,
                await TryAsync(() => nodes.Node(chain.Id).GetBlockNumberAsync(cancellationToken))
            ))
        );
        var heads = chains.ToDictionary(chain => chain.Id, chain => chain.Head, StringComparer.Ordinal);
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
            [
                .. (
                    await Task.WhenAll(
                        settings.Mosaic.Pairs.Select(pair => AnchorsAsync(nodes, pair, heads, cancellationToken))
                    )
                ).SelectMany(pair => pair),
            ],
            [
                .. open.Where(request =>
                        request.Status == RequestStatus.Unknown || request.IsStuck(settings.Mosaic.Policy)
                    )
                    .Select(request =>
                        $"Request {request.Terms!.RequestHash} is {request.Status.NameFor(request.Terms.Kind)}: {request.Trouble}"
                    ),
            ]
        );
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
        MosaicNodes nodes,
        MosaicGateways pair,
        Dictionary<string, long?> heads,
        CancellationToken cancellationToken
    ) =>
        [
            new(
                pair.Name,
                pair.Origin,
                pair.Auxiliary,
                await AnchoredAsync(nodes, pair.Auxiliary, pair.AuxiliaryAnchor, cancellationToken),
                heads[pair.Origin]
            ),
            new(
                pair.Name,
                pair.Auxiliary,
                pair.Origin,
                await AnchoredAsync(nodes, pair.Origin, pair.OriginAnchor, cancellationToken),
                heads[pair.Auxiliary]
            ),
        ];

    private static async Task<long?> AnchoredAsync(
        MosaicNodes nodes,
        string chain,
        EthereumAddress? anchor,
        CancellationToken cancellationToken
    ) =>
        anchor is not { } address
            ? null
            : await TryAsync(async () =>
            {
                var answer = await nodes
                    .Node(chain)
                    .CallAsync(
                        new CallRequest(address, AnchorContract.LatestHeight.Encode()),
                        BlockTag.Latest,
                        cancellationToken
                    );
                return AnchorContract.LatestHeight.TryDecodeResult(answer.Span) is { } values
                    ? (long)values.Get<UInt256>(0)
                    : throw new NodeUnavailableException($"{address} is no anchor.");
            });

    private static async Task<long?> TryAsync(Func<Task<long>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is NodeUnavailableException or NodeRefusalException)
        {
            // That it does not answer is what is shown.
            return null;
        }
    }
}
