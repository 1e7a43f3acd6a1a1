using System.Collections.Immutable;

namespace Anchor.Stellar.Xdr;

/// <summary>Writes operations.</summary>
internal static class OperationWriter
{
    public static void Write(ref XdrWriter w, Operation value)
    {
        w.OptionalValue(value.Source, ValueXdr.Muxed);
        w.I32((int)value.Type);
        switch (value)
        {
            case CreateAccountOperation op:
                ValueXdr.Account(ref w, op.Destination);
                w.I64(op.StartingBalance);
                break;
            case PaymentOperation op:
                ValueXdr.Muxed(ref w, op.Destination);
                ValueXdr.Asset(ref w, op.Asset);
                w.I64(op.Amount);
                break;
            case PathPaymentStrictReceiveOperation op:
                PathPayment(
                    ref w,
                    op.SendAsset,
                    op.SendMax,
                    op.Destination,
                    op.DestinationAsset,
                    op.DestinationAmount,
                    op.Path
                );
                break;
            case PathPaymentStrictSendOperation op:
                PathPayment(
                    ref w,
                    op.SendAsset,
                    op.SendAmount,
                    op.Destination,
                    op.DestinationAsset,
                    op.DestinationMin,
                    op.Path
                );
                break;
            case ManageSellOfferOperation op:
                Offer(ref w, op.Selling, op.Buying, op.Amount, op.Price);
                w.I64(op.OfferId);
                break;
            case ManageBuyOfferOperation op:
                Offer(ref w, op.Selling, op.Buying, op.BuyAmount, op.Price);
                w.I64(op.OfferId);
                break;
            case CreatePassiveSellOfferOperation op:
                Offer(ref w, op.Selling, op.Buying, op.Amount, op.Price);
                break;
            case SetOptionsOperation op:
                SetOptions(ref w, op);
                break;
            case ChangeTrustOperation op:
                ValueXdr.ChangeTrustAsset(ref w, op.Line);
                w.I64(op.Limit);
                break;
            case AllowTrustOperation op:
                ValueXdr.Account(ref w, op.Trustor);
                ValueXdr.AssetCode(ref w, op.AssetCode);
                w.I32((int)op.Authorize);
                break;
            case AccountMergeOperation op:
                ValueXdr.Muxed(ref w, op.Destination);
                break;
            case ManageDataOperation op:
                w.Opaque(op.Name, 64);
                w.OptionalValue(op.Value, static (ref XdrWriter x, ByteString v) => x.Opaque(v, 64));
                break;
            case BumpSequenceOperation op:
                w.I64(op.BumpTo);
                break;
            case CreateClaimableBalanceOperation op:
                ValueXdr.Asset(ref w, op.Asset);
                w.I64(op.Amount);
                w.Array(op.Claimants, 10, ClaimantXdr.Write);
                break;
            case ClaimClaimableBalanceOperation op:
                ValueXdr.BalanceId(ref w, op.BalanceId);
                break;
            case BeginSponsoringOperation op:
                ValueXdr.Account(ref w, op.Sponsored);
                break;
            case InflationOperation or EndSponsoringOperation:
                break;
            case RevokeSponsorshipOperation op:
                SponsoredXdr.Write(ref w, op.Entry);
                break;
            case ClawbackOperation op:
                ValueXdr.Asset(ref w, op.Asset);
                ValueXdr.Muxed(ref w, op.From);
                w.I64(op.Amount);
                break;
            case ClawbackClaimableBalanceOperation op:
                ValueXdr.BalanceId(ref w, op.BalanceId);
                break;
            case SetTrustLineFlagsOperation op:
                ValueXdr.Account(ref w, op.Trustor);
                ValueXdr.Asset(ref w, op.Asset);
                w.I32((int)op.ClearFlags);
                w.I32((int)op.SetFlags);
                break;
            case LiquidityPoolDepositOperation op:
                w.Hash(op.PoolId);
                w.I64(op.MaxAmountA);
                w.I64(op.MaxAmountB);
                ValueXdr.Price(ref w, op.MinPrice);
                ValueXdr.Price(ref w, op.MaxPrice);
                break;
            case LiquidityPoolWithdrawOperation op:
                w.Hash(op.PoolId);
                w.I64(op.Amount);
                w.I64(op.MinAmountA);
                w.I64(op.MinAmountB);
                break;
            case InvokeHostFunctionOperation op:
                w.Raw(op.Body);
                break;
            case ExtendFootprintTtlOperation op:
                w.I32(0);
                w.U32(op.ExtendTo);
                break;
            case RestoreFootprintOperation:
                w.I32(0);
                break;
            default:
                throw new InvalidOperationException($"{value.Type} has no XDR here.");
        }
    }

    private static void PathPayment(
        ref XdrWriter w,
        Asset sendAsset,
        long send,
        MuxedAccount destination,
        Asset destinationAsset,
        long receive,
        ImmutableArray<Asset> path
    )
    {
        ValueXdr.Asset(ref w, sendAsset);
        w.I64(send);
        ValueXdr.Muxed(ref w, destination);
        ValueXdr.Asset(ref w, destinationAsset);
        w.I64(receive);
        w.Array(path, 5, ValueXdr.Asset);
    }

    private static void Offer(ref XdrWriter w, Asset selling, Asset buying, long amount, Price price)
    {
        ValueXdr.Asset(ref w, selling);
        ValueXdr.Asset(ref w, buying);
        w.I64(amount);
        ValueXdr.Price(ref w, price);
    }

    private static void SetOptions(ref XdrWriter w, SetOptionsOperation op)
    {
        w.OptionalValue(op.InflationDestination, ValueXdr.Account);
        U32(ref w, (uint?)(int?)op.ClearFlags);
        U32(ref w, (uint?)(int?)op.SetFlags);
        U32(ref w, op.MasterWeight);
        U32(ref w, op.LowThreshold);
        U32(ref w, op.MediumThreshold);
        U32(ref w, op.HighThreshold);
        w.OptionalValue(op.HomeDomain, static (ref XdrWriter x, ByteString v) => x.Opaque(v, 32));
        w.Optional(
            op.Signer,
            static (ref XdrWriter x, Signer v) =>
            {
                ValueXdr.SignerKey(ref x, v.Key);
                x.U32(v.Weight);
            }
        );
    }

    private static void U32(ref XdrWriter w, uint? value) =>
        w.OptionalValue(value, static (ref XdrWriter x, uint v) => x.U32(v));
}
