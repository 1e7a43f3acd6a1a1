using System.Collections.Immutable;

namespace Anchor.Stellar.Xdr;

/// <summary>Reads operations.</summary>
internal static class OperationReader
{
    public static Operation Read(ref XdrReader r)
    {
        var source = r.OptionalValue(ValueXdr.Muxed);
        var operation = Body(ref r, (OperationType)r.I32());
        return source is null ? operation : operation with { Source = source };
    }

    private static Operation Body(ref XdrReader r, OperationType type) =>
        type switch
        {
            OperationType.CreateAccount => new CreateAccountOperation(ValueXdr.Account(ref r), r.I64()),
            OperationType.Payment => new PaymentOperation(ValueXdr.Muxed(ref r), ValueXdr.Asset(ref r), r.I64()),
            OperationType.PathPaymentStrictReceive => new PathPaymentStrictReceiveOperation(
                ValueXdr.Asset(ref r),
                r.I64(),
                ValueXdr.Muxed(ref r),
                ValueXdr.Asset(ref r),
                r.I64(),
                Path(ref r)
            ),
            OperationType.PathPaymentStrictSend => new PathPaymentStrictSendOperation(
                ValueXdr.Asset(ref r),
                r.I64(),
                ValueXdr.Muxed(ref r),
                ValueXdr.Asset(ref r),
                r.I64(),
                Path(ref r)
            ),
            OperationType.ManageSellOffer => new ManageSellOfferOperation(
                ValueXdr.Asset(ref r),
                ValueXdr.Asset(ref r),
                r.I64(),
                ValueXdr.Price(ref r),
                r.I64()
            ),
            OperationType.ManageBuyOffer => new ManageBuyOfferOperation(
                ValueXdr.Asset(ref r),
                ValueXdr.Asset(ref r),
                r.I64(),
                ValueXdr.Price(ref r),
                r.I64()
            ),
            OperationType.CreatePassiveSellOffer => new CreatePassiveSellOfferOperation(
                ValueXdr.Asset(ref r),
                ValueXdr.Asset(ref r),
                r.I64(),
                ValueXdr.Price(ref r)
            ),
            OperationType.SetOptions => SetOptions(ref r),
            OperationType.ChangeTrust => new ChangeTrustOperation(ValueXdr.ChangeTrustAsset(ref r), r.I64()),
            OperationType.AllowTrust => new AllowTrustOperation(
                ValueXdr.Account(ref r),
                ValueXdr.AssetCode(ref r, r.I32()),
                (TrustLineFlags)r.I32()
            ),
            OperationType.AccountMerge => new AccountMergeOperation(ValueXdr.Muxed(ref r)),
            OperationType.Inflation => new InflationOperation(),
            OperationType.ManageData => new ManageDataOperation(
                r.Opaque(64),
                r.OptionalValue(static (ref XdrReader x) => x.Opaque(64))
            ),
            OperationType.BumpSequence => new BumpSequenceOperation(r.I64()),
            OperationType.CreateClaimableBalance => new CreateClaimableBalanceOperation(
                ValueXdr.Asset(ref r),
                r.I64(),
                r.Array(10, ClaimantXdr.Read)
            ),
            OperationType.ClaimClaimableBalance => new ClaimClaimableBalanceOperation(ValueXdr.BalanceId(ref r)),
            OperationType.BeginSponsoringFutureReserves => new BeginSponsoringOperation(ValueXdr.Account(ref r)),
            OperationType.EndSponsoringFutureReserves => new EndSponsoringOperation(),
            OperationType.RevokeSponsorship => new RevokeSponsorshipOperation(SponsoredXdr.Read(ref r)),
            OperationType.Clawback => new ClawbackOperation(ValueXdr.Asset(ref r), ValueXdr.Muxed(ref r), r.I64()),
            OperationType.ClawbackClaimableBalance => new ClawbackClaimableBalanceOperation(ValueXdr.BalanceId(ref r)),
            OperationType.SetTrustLineFlags => new SetTrustLineFlagsOperation(
                ValueXdr.Account(ref r),
                ValueXdr.Asset(ref r),
                (TrustLineFlags)r.I32(),
                (TrustLineFlags)r.I32()
            ),
            OperationType.LiquidityPoolDeposit => new LiquidityPoolDepositOperation(
                r.Hash(),
                r.I64(),
                r.I64(),
                ValueXdr.Price(ref r),
                ValueXdr.Price(ref r)
            ),
            OperationType.LiquidityPoolWithdraw => new LiquidityPoolWithdrawOperation(
                r.Hash(),
                r.I64(),
                r.I64(),
                r.I64()
            ),
            OperationType.InvokeHostFunction => InvokeHostFunction(ref r),
            OperationType.ExtendFootprintTtl => ExtendFootprintTtl(ref r),
            OperationType.RestoreFootprint => RestoreFootprint(ref r),
            _ => throw new XdrException($"Operation {(int)type} is not known."),
        };

    private static ImmutableArray<Asset> Path(ref XdrReader r) => r.Array(5, ValueXdr.Asset);

    private static SetOptionsOperation SetOptions(ref XdrReader r) =>
        new()
        {
            InflationDestination = r.OptionalValue(ValueXdr.Account),
            ClearFlags = (AccountFlags?)(int?)U32(ref r),
            SetFlags = (AccountFlags?)(int?)U32(ref r),
            MasterWeight = U32(ref r),
            LowThreshold = U32(ref r),
            MediumThreshold = U32(ref r),
            HighThreshold = U32(ref r),
            HomeDomain = r.OptionalValue(static (ref XdrReader x) => x.Opaque(32)),
            Signer = r.Optional(static (ref XdrReader x) => new Signer(ValueXdr.SignerKey(ref x), x.U32())),
        };

    private static uint? U32(ref XdrReader r) => r.OptionalValue(static (ref XdrReader x) => x.U32());

    private static InvokeHostFunctionOperation InvokeHostFunction(ref XdrReader r)
    {
        var start = r.Position;
        SorobanXdr.SkipInvocation(ref r);
        return new InvokeHostFunctionOperation(r.Since(start));
    }

    private static ExtendFootprintTtlOperation ExtendFootprintTtl(ref XdrReader r)
    {
        r.NoExtension();
        return new ExtendFootprintTtlOperation(r.U32());
    }

    private static RestoreFootprintOperation RestoreFootprint(ref XdrReader r)
    {
        r.NoExtension();
        return new RestoreFootprintOperation();
    }
}
