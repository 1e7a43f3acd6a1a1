using System.Collections.Immutable;

namespace Anchor.Protocols.Tests.Random;

/// <summary>An operation of any type with random contents.</summary>
internal static class RandomOperations
{
    internal static Operation Make(RandomValues r, OperationType type)
    {
        var operation = Body(r, type);
        return r.Chance(50) ? operation with { Source = r.Muxed() } : operation;
    }

    private static Operation Body(RandomValues r, OperationType type) =>
        type switch
        {
            OperationType.CreateAccount => new CreateAccountOperation(r.Account(), r.Int64()),
            OperationType.Payment => new PaymentOperation(r.Muxed(), r.Asset(), r.Int64()),
            OperationType.PathPaymentStrictReceive => new PathPaymentStrictReceiveOperation(
                r.Asset(),
                r.Int64(),
                r.Muxed(),
                r.Asset(),
                r.Int64(),
                Path(r)
            ),
            OperationType.PathPaymentStrictSend => new PathPaymentStrictSendOperation(
                r.Asset(),
                r.Int64(),
                r.Muxed(),
                r.Asset(),
                r.Int64(),
                Path(r)
            ),
            OperationType.ManageSellOffer => new ManageSellOfferOperation(
                r.Asset(),
                r.Asset(),
                r.Int64(),
                r.Price(),
                r.Int64()
            ),
            OperationType.ManageBuyOffer => new ManageBuyOfferOperation(
                r.Asset(),
                r.Asset(),
                r.Int64(),
                r.Price(),
                r.Int64()
            ),
            OperationType.CreatePassiveSellOffer => new CreatePassiveSellOfferOperation(
                r.Asset(),
                r.Asset(),
                r.Int64(),
                r.Price()
            ),
            OperationType.SetOptions => SetOptions(r),
            OperationType.ChangeTrust => new ChangeTrustOperation(r.Chance(20) ? Pool(r) : r.Asset(), r.Int64()),
            OperationType.AllowTrust => new AllowTrustOperation(r.Account(), r.AssetCode(), (TrustLineFlags)r.Below(3)),
            OperationType.AccountMerge => new AccountMergeOperation(r.Muxed()),
            OperationType.Inflation => new InflationOperation(),
            OperationType.ManageData => new ManageDataOperation(r.Ascii(1, 64), r.Maybe(() => r.Opaque(0, 64))),
            OperationType.BumpSequence => new BumpSequenceOperation(r.Int64()),
            OperationType.CreateClaimableBalance => new CreateClaimableBalanceOperation(
                r.Asset(),
                r.Int64(),
                [.. Enumerable.Range(0, r.Below(10) + 1).Select(_ => new Claimant(r.Account(), r.Predicate()))]
            ),
            OperationType.ClaimClaimableBalance => new ClaimClaimableBalanceOperation(new(r.Hash())),
            OperationType.BeginSponsoringFutureReserves => new BeginSponsoringOperation(r.Account()),
            OperationType.EndSponsoringFutureReserves => new EndSponsoringOperation(),
            OperationType.RevokeSponsorship => new RevokeSponsorshipOperation(Sponsored(r)),
            OperationType.Clawback => new ClawbackOperation(r.Asset(), r.Muxed(), r.Int64()),
            OperationType.ClawbackClaimableBalance => new ClawbackClaimableBalanceOperation(new(r.Hash())),
            OperationType.SetTrustLineFlags => new SetTrustLineFlagsOperation(
                r.Account(),
                r.Asset(),
                (TrustLineFlags)r.Below(8),
                (TrustLineFlags)r.Below(8)
            ),
            OperationType.LiquidityPoolDeposit => new LiquidityPoolDepositOperation(
                r.Hash(),
                r.Int64(),
                r.Int64(),
                r.Price(),
                r.Price()
            ),
            OperationType.LiquidityPoolWithdraw => new LiquidityPoolWithdrawOperation(
                r.Hash(),
                r.Int64(),
                r.Int64(),
                r.Int64()
            ),
            OperationType.InvokeHostFunction => new InvokeHostFunctionOperation(RandomContracts.Invocation(r)),
            OperationType.ExtendFootprintTtl => new ExtendFootprintTtlOperation(r.UInt32()),
            OperationType.RestoreFootprint => new RestoreFootprintOperation(),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    private static SetOptionsOperation SetOptions(RandomValues r) =>
        new()
        {
            InflationDestination = r.Maybe(r.Account),
            ClearFlags = r.Maybe(() => (AccountFlags)r.Below(16)),
            SetFlags = r.Maybe(() => (AccountFlags)r.Below(16)),
            MasterWeight = r.Maybe(r.UInt32),
            LowThreshold = r.Maybe(r.UInt32),
            MediumThreshold = r.Maybe(r.UInt32),
            HighThreshold = r.Maybe(r.UInt32),
            HomeDomain = r.Maybe(() => r.Ascii(0, 32)),
            Signer = r.Chance(50) ? new Signer(r.Signer(), r.UInt32()) : null,
        };

    private static SponsoredEntry Sponsored(RandomValues r) =>
        r.Below(7) switch
        {
            0 => new SponsoredAccount(r.Account()),
            1 => new SponsoredTrustLine(r.Account(), r.Chance(30) ? new PoolShareAsset(r.Hash()) : r.Asset()),
            2 => new SponsoredOffer(r.Account(), r.Int64()),
            3 => new SponsoredData(r.Account(), r.Ascii(1, 64)),
            4 => new SponsoredClaimableBalance(new ClaimableBalanceId(r.Hash())),
            5 => new SponsoredOther(RandomContracts.PoolKey(r)),
            _ => new SponsoredSigner(r.Account(), r.Signer()),
        };

    /// <summary>A pool's assets in the order the protocol wants: native, then short codes, then long ones.</summary>
    private static PoolParametersAsset Pool(RandomValues r)
    {
        var first = r.Chance(50) ? Asset.Native : (Asset)Asset.Credit(r.AssetCode(1)[..1], r.Account());
        return new PoolParametersAsset(first, Asset.Credit(r.AssetCode(5), r.Account()), 30);
    }

    private static ImmutableArray<Asset> Path(RandomValues r) =>
        [.. Enumerable.Range(0, r.Below(6)).Select(_ => r.Asset())];
}
