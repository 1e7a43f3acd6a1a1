using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Grains.Ports;

namespace Anchor.Ledgers.Mosaic;

/// <summary>The configured pairs of chains, asked through their nodes.</summary>
public sealed class MosaicChains(MosaicNodes nodes, MosaicDirectory directory) : IMosaicChains
{
    /// <summary>Confirming takes up to 540,000 of gas with deep proofs; a quarter is added to that, and twice the base fee is offered for it.</summary>
    private const long DearestStep = 1_500_000;

    public FacilitationPolicy PolicyOf(string pair) => directory.Given(pair).Policy;

    public string ChainOf(string pair, TransferKind kind, Side side) => directory.ChainOf(pair, kind, side);

    public Task<RequestSight> LookAsync(MosaicRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Guarded(async () =>
        {
            var way = await directory.WayAsync(request.Terms!.Pair, request.Terms.Kind, cancellationToken);
            return await new RequestLook(way, request).TakeAsync(cancellationToken);
        });
    }

    public Task<StepPreparation> PrepareAsync(
        MosaicRequest request,
        StepOrder order,
        string? secret,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(order);
        return Guarded(async () =>
        {
            var way = await directory.WayAsync(request.Terms!.Pair, request.Terms.Kind, cancellationToken);
            var calls = new StepCalls(way, request, way.Pair.Given.Policy.ApprovedBounties);
            return await calls.MakeAsync(order, secret, cancellationToken) switch
            {
                StepCallOutcome.Made { Call: var call } => (StepPreparation)
                    new StepPreparation.Ready(call.To.ToString(), call.Value.ToString(), Hex.Of(call.Data)),
                StepCallOutcome.Impossible impossible => new StepPreparation.WouldFail(impossible.Reason),
                _ => new StepPreparation.NotNeeded(),
            };
        });
    }

    public Task<TokenAmount> CoinForStepAsync(string chain, CancellationToken cancellationToken) =>
        Guarded(async () =>
        {
            var price = await nodes.Node(chain).GetGasPriceAsync(cancellationToken);
            return TokenAmount.Of(price.Value * DearestStep);
        });

    public (string HashLock, string MessageHash) LockOf(RequestTerms terms, string secret)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var words = MosaicTerms.Of(terms);
        var hashLock = MosaicHashes.HashLock(Bytes32.Parse(secret));
        var type = terms.Kind == TransferKind.Stake ? MosaicHashes.StakeIntentType : MosaicHashes.RedeemIntentType;
        var message = MosaicHashes.MessageOf(
            MosaicHashes.IntentOf(type, words),
            words,
            EthereumAddress.Parse(terms.Proxy),
            hashLock
        );
        return (hashLock.ToString(), message.ToString());
    }

    private static async Task<T> Guarded<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is NodeUnavailableException or NodeRefusalException)
        {
            throw new ChainSilentException(e.Message, e);
        }
    }
}
