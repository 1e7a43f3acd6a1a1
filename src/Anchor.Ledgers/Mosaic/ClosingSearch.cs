using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;

namespace Anchor.Ledgers.Mosaic;

/// <summary>Finds out from the source chain's logs how a request left the pool.</summary>
internal sealed class ClosingSearch(MosaicWay way, RequestTerms terms)
{
    // The event that brought the request may have come again in an earlier block after a reorganisation.
    private const long Slack = 64;

    public async Task<(ForeignMessage? Foreign, RequestClosing Closing)> FindAsync(
        long requestedAt,
        (long Head, long Deep) heights,
        CancellationToken cancellationToken
    )
    {
        var logs = await way.Source.Node.GetLogsAsync(
            new LogFilter(
                [way.Pool, way.SourceGateway],
                [way.PoolContract.Rejected.Topic, way.PoolContract.Revoked.Topic, way.Declared.Topic]
            ),
            Math.Max(0, requestedAt - Slack),
            heights.Head,
            cancellationToken
        );
        foreach (var log in logs.Reverse())
        {
            if (ClosingOf(log) is { } closing)
            {
                return (null, log.BlockNumber <= heights.Deep ? closing : RequestClosing.None);
            }

            if (MessageOf(log) is { } message)
            {
                return (await ForeignAsync(message, cancellationToken), RequestClosing.None);
            }
        }

        return (null, RequestClosing.None);
    }

    private RequestClosing? ClosingOf(EthereumLog log)
    {
        var request = Bytes32.Parse(terms.RequestHash);
        if (log.Address != way.Pool)
        {
            return null;
        }

        return way.PoolContract.Rejected.TryDecode(log) is { } rejected
            && rejected.Get<Bytes32>("requestHash") == request
                ? RequestClosing.Rejected
            : way.PoolContract.Revoked.TryDecode(log) is { } revoked && revoked.Get<Bytes32>("requestHash") == request
                ? RequestClosing.Revoked
            : null;
    }

    private Bytes32? MessageOf(EthereumLog log) =>
        log.Address == way.SourceGateway
        && way.Declared.TryDecode(log) is { } declared
        && declared.Get<EthereumAddress>("proxy") == EthereumAddress.Parse(terms.Proxy)
        && declared.Get<UInt256>("nonce").Value == terms.Nonce.Value
        && declared.Get<UInt256>("amount").Value == terms.Amount.Value
        && declared.Get<EthereumAddress>("beneficiary") == EthereumAddress.Parse(terms.Beneficiary)
            ? declared.Get<Bytes32>("messageHash")
            : null;

    private async Task<ForeignMessage> ForeignAsync(Bytes32 message, CancellationToken cancellationToken)
    {
        var stored = await way.Source.TryAskAsync(
            way.SourceGateway,
            GatewayContract.Messages,
            BlockTag.Latest,
            cancellationToken,
            message
        );
        return new ForeignMessage(message.ToString(), stored?.Get<Bytes32>("hashLock").ToString() ?? "");
    }
}
