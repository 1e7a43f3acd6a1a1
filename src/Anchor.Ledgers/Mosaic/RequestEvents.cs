using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;

namespace Anchor.Ledgers.Mosaic;

/// <summary>Reads the pools' events and believes only what can be recomputed.</summary>
public sealed class RequestEvents(MosaicSettings settings)
{
    /// <summary>The request that a log announces, or why it is not served; null if it is none.</summary>
    public RequestEvent? Read(string chain, EthereumLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return PoolContract.Composer.Requested.TryDecode(log) is { } staked
                ? Check(TransferKind.Stake, chain, log, staked)
            : PoolContract.RedeemPool.Requested.TryDecode(log) is { } redeemed
                ? Check(TransferKind.Redeem, chain, log, redeemed)
            : null;
    }

    private RequestEvent Check(TransferKind kind, string chain, EthereumLog log, AbiValues values)
    {
        var gateway = values.Get<EthereumAddress>("gateway");
        var isStake = kind == TransferKind.Stake;
        var pair = settings.Pairs.FirstOrDefault(pair =>
            isStake
                ? pair.Origin == chain && pair.Composer == log.Address && pair.Gateway == gateway
                : pair.Auxiliary == chain && pair.RedeemPool == log.Address && pair.CoGateway == gateway
        );
        if (pair is null)
        {
            return new RequestEvent(null, log.BlockNumber, $"The gateway {gateway} is not served.");
        }

        var words = new TransferTerms(
            values.Get<UInt256>("amount"),
            values.Get<EthereumAddress>("beneficiary"),
            values.Get<UInt256>("gasPrice"),
            values.Get<UInt256>("gasLimit"),
            values.Get<UInt256>("nonce"),
            values.Get<EthereumAddress>("account"),
            gateway
        );
        var type = isStake ? MosaicHashes.StakeRequestType : MosaicHashes.RedeemRequestType;
        var hash = values.Get<Bytes32>("requestHash");
        if (MosaicHashes.Request(type, words, log.Address) != hash)
        {
            return new RequestEvent(null, log.BlockNumber, $"The request hash {hash} is not that of its words.");
        }

        return words.Amount.IsZero
            ? new RequestEvent(null, log.BlockNumber, $"The request {hash} is for nothing.")
            : new RequestEvent(
                new RequestTerms(
                    kind,
                    hash.ToString(),
                    pair.Name,
                    log.Address.ToString(),
                    gateway.ToString(),
                    TokenAmount.Of(words.Amount.Value),
                    words.Beneficiary.ToString(),
                    TokenAmount.Of(words.GasPrice.Value),
                    TokenAmount.Of(words.GasLimit.Value),
                    TokenAmount.Of(words.Nonce.Value),
                    words.Account.ToString(),
                    values.Get<EthereumAddress>("proxy").ToString()
                ),
                log.BlockNumber,
                null
            );
    }
}

/// <summary>What a request's event says.</summary>
/// <param name="Terms">Null if it is not served.</param>
/// <param name="Height">The block of the event.</param>
/// <param name="Fault">Why it is not served.</param>
public sealed record RequestEvent(RequestTerms? Terms, long Height, string? Fault);
