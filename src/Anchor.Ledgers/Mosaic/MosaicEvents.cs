using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Grains.Mosaic;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers.Mosaic;

/// <summary>
/// Routes the events of pools, gateways and anchors: a new request is recorded, and everything else makes those that it may concern look
/// at the chains again. What the chains say then is what counts, so an event that comes twice, late, or was orphaned does no harm.
/// </summary>
public sealed class MosaicEvents(
    MosaicSettings settings,
    RequestEvents requests,
    RequestDriver driver,
    IGrainFactory grains,
    ILogger<MosaicEvents> logger
) : IChainEvents
{
    public ImmutableArray<string> Chains { get; } = [.. settings.Chains.Select(chain => chain.Id)];

    /// <summary>All events of the contracts are read, so that the table of events tells a request's whole story.</summary>
    public ChainFilter FilterOf(string chain) =>
        new(
            [
                .. settings
                    .Pairs.SelectMany(pair => ContractsOf(pair, chain))
                    .OfType<EthereumAddress>()
                    .Distinct()
                    .Select(address => address.ToString()),
            ],
            []
        );

    public async Task TellAsync(ChainEvent chainEvent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chainEvent);
        var log = LogOf(chainEvent);
        if (requests.Read(chainEvent.Chain, log) is { } read)
        {
            await RecordAsync(chainEvent, read, cancellationToken);
            return;
        }

        foreach (var (kind, pool) in Pools)
        {
            if ((pool.Rejected.TryDecode(log) ?? pool.Revoked.TryDecode(log)) is { } closed)
            {
                var hash = closed.Get<Bytes32>("requestHash").ToString();
                await grains.GetRequest(kind, hash).NudgeAsync(cancellationToken);
                return;
            }
        }

        driver.RingAll();
    }

    private static ImmutableArray<(TransferKind Kind, PoolContract Pool)> Pools { get; } =
    [(TransferKind.Stake, PoolContract.Composer), (TransferKind.Redeem, PoolContract.RedeemPool)];

    private async Task RecordAsync(ChainEvent chainEvent, RequestEvent read, CancellationToken cancellationToken)
    {
        if (read.Terms is not { } terms)
        {
            logger.RequestNotServed(chainEvent.Chain, chainEvent.TransactionHash, read.Fault!);
            return;
        }

        var grain = grains.GetRequest(terms.Kind, terms.RequestHash);
        if (chainEvent.IsOrphaned)
        {
            await grain.NudgeAsync(cancellationToken);
            return;
        }

        var outcome = await grain.ApplyAsync(new RecordRequest(terms, read.Height), cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            logger.RequestNotServed(chainEvent.Chain, chainEvent.TransactionHash, refusal.Detail);
        }
    }

    private static IEnumerable<EthereumAddress?> ContractsOf(MosaicGateways pair, string chain) =>
        (chain == pair.Origin ? new[] { pair.Composer, pair.Gateway, pair.OriginAnchor } : []).Concat(
            chain == pair.Auxiliary ? new[] { pair.RedeemPool, pair.CoGateway, pair.AuxiliaryAnchor } : []
        );

    private static EthereumLog LogOf(ChainEvent chainEvent) =>
        new(
            EthereumAddress.Parse(chainEvent.Address),
            [.. chainEvent.Topics.Select(Bytes32.Parse)],
            Hex.Parse(chainEvent.Data),
            chainEvent.Height,
            Bytes32.Parse(chainEvent.BlockHash),
            Bytes32.Parse(chainEvent.TransactionHash),
            chainEvent.LogIndex
        );
}
