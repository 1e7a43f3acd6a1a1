namespace Anchor.Stellar.Xdr;

/// <summary>Operation results: most are a code alone, some successes carry more.</summary>
internal static class OperationResultXdr
{
    /// <summary>The code of both path payments that names the asset whose issuer is missing.</summary>
    private const int NoIssuer = -9;

    private const int Unbounded = int.MaxValue;

    public static OperationResult Read(ref XdrReader r)
    {
        var code = (OperationResultCode)r.I32();
        if (code != OperationResultCode.Inner)
        {
            return (int)code < 0
                ? OperationResult.NotTried(code)
                : throw new XdrException($"Operation result {(int)code} is not known.");
        }

        var type = (OperationType)r.I32();
        if (type is < OperationType.CreateAccount or > OperationType.RestoreFootprint)
        {
            throw new XdrException($"Operation {(int)type} is not known.");
        }

        var inner = r.I32();
        return inner <= 0
            ? OperationResult.Inner(type, inner, Outcome(ref r, type, inner))
            : throw new XdrException($"Operation code {inner} is not known.");
    }

    public static void Write(ref XdrWriter w, OperationResult value)
    {
        w.I32((int)value.Code);
        if (value.Code != OperationResultCode.Inner)
        {
            return;
        }

        w.I32((int)value.Type);
        w.I32(value.InnerCode);
        if (Expected(value.Type, value.InnerCode) != value.Outcome?.GetType())
        {
            throw new InvalidOperationException(
                $"A {value.Type} result of code {value.InnerCode} carries something else than {value.Outcome}."
            );
        }

        Outcome(ref w, value.Outcome);
    }

    private static Type? Expected(OperationType type, int code) =>
        (type, code) switch
        {
            (OperationType.PathPaymentStrictReceive or OperationType.PathPaymentStrictSend, 0) =>
                typeof(PathPaymentOutcome),
            (OperationType.PathPaymentStrictReceive or OperationType.PathPaymentStrictSend, NoIssuer) =>
                typeof(NoIssuerOutcome),
            (
                OperationType.ManageSellOffer
                    or OperationType.ManageBuyOffer
                    or OperationType.CreatePassiveSellOffer,
                0
            ) => typeof(OfferOutcome),
            (OperationType.AccountMerge, 0) => typeof(MergedOutcome),
            (OperationType.Inflation, 0) => typeof(InflationOutcome),
            (OperationType.CreateClaimableBalance, 0) => typeof(CreatedBalanceOutcome),
            (OperationType.InvokeHostFunction, 0) => typeof(HostFunctionOutcome),
            _ => null,
        };

    private static OperationOutcome? Outcome(ref XdrReader r, OperationType type, int code)
    {
        var expected = Expected(type, code);
        if (expected == typeof(PathPaymentOutcome))
        {
            return new PathPaymentOutcome(
                r.Array(Unbounded, ReadOffer),
                ValueXdr.Account(ref r),
                ValueXdr.Asset(ref r),
                r.I64()
            );
        }

        if (expected == typeof(OfferOutcome))
        {
            return ReadOfferOutcome(ref r);
        }

        if (expected == typeof(InflationOutcome))
        {
            return new InflationOutcome(
                r.Array(Unbounded, static (ref XdrReader x) => new InflationPayout(ValueXdr.Account(ref x), x.I64()))
            );
        }

        return type switch
        {
            _ when expected is null => null,
            OperationType.AccountMerge => new MergedOutcome(r.I64()),
            OperationType.CreateClaimableBalance => new CreatedBalanceOutcome(ValueXdr.BalanceId(ref r)),
            OperationType.InvokeHostFunction => new HostFunctionOutcome(r.Hash()),
            _ => new NoIssuerOutcome(ValueXdr.Asset(ref r)),
        };
    }

    private static void Outcome(ref XdrWriter w, OperationOutcome? value)
    {
        switch (value)
        {
            case PathPaymentOutcome outcome:
                w.Array(outcome.Offers, Unbounded, WriteOffer);
                ValueXdr.Account(ref w, outcome.Destination);
                ValueXdr.Asset(ref w, outcome.Asset);
                w.I64(outcome.Amount);
                break;
            case NoIssuerOutcome outcome:
                ValueXdr.Asset(ref w, outcome.Asset);
                break;
            case OfferOutcome outcome:
                w.Array(outcome.Offers, Unbounded, WriteOffer);
                w.I32((int)outcome.Effect);
                w.Raw(outcome.Offer ?? default);
                break;
            case MergedOutcome outcome:
                w.I64(outcome.Amount);
                break;
            case InflationOutcome outcome:
                w.Array(
                    outcome.Payouts,
                    Unbounded,
                    static (ref XdrWriter x, InflationPayout v) =>
                    {
                        ValueXdr.Account(ref x, v.Destination);
                        x.I64(v.Amount);
                    }
                );
                break;
            case CreatedBalanceOutcome outcome:
                ValueXdr.BalanceId(ref w, outcome.BalanceId);
                break;
            case HostFunctionOutcome outcome:
                w.Hash(outcome.Hash);
                break;
        }
    }

    private static OfferOutcome ReadOfferOutcome(ref XdrReader r)
    {
        var offers = r.Array(Unbounded, ReadOffer);
        var effect = (OfferEffect)r.I32();
        switch (effect)
        {
            case OfferEffect.Deleted:
                return new OfferOutcome(offers, effect, null);
            case OfferEffect.Created or OfferEffect.Updated:
                var start = r.Position;
                ValueXdr.Account(ref r);
                r.I64();
                ValueXdr.Asset(ref r);
                ValueXdr.Asset(ref r);
                r.I64();
                ValueXdr.Price(ref r);
                r.U32();
                r.NoExtension();
                return new OfferOutcome(offers, effect, r.Since(start));
            default:
                throw new XdrException($"Offer effect {(int)effect} is not known.");
        }
    }

    private static ClaimedOffer ReadOffer(ref XdrReader r)
    {
        var kind = (ClaimedOfferKind)r.I32();
        var (owner, id) = kind switch
        {
            ClaimedOfferKind.V0 => (r.Hash(), r.I64()),
            ClaimedOfferKind.OrderBook => (ValueXdr.Account(ref r).Key, r.I64()),
            ClaimedOfferKind.LiquidityPool => (r.Hash(), 0L),
            _ => throw new XdrException($"Claimed offer {(int)kind} is not known."),
        };
        return new ClaimedOffer(kind, owner, id, ValueXdr.Asset(ref r), r.I64(), ValueXdr.Asset(ref r), r.I64());
    }

    private static void WriteOffer(ref XdrWriter w, ClaimedOffer value)
    {
        w.I32((int)value.Kind);
        if (value.Kind == ClaimedOfferKind.OrderBook)
        {
            w.I32(0);
        }

        w.Hash(value.Owner);
        if (value.Kind != ClaimedOfferKind.LiquidityPool)
        {
            w.I64(value.OfferId);
        }

        ValueXdr.Asset(ref w, value.SoldAsset);
        w.I64(value.SoldAmount);
        ValueXdr.Asset(ref w, value.BoughtAsset);
        w.I64(value.BoughtAmount);
    }
}
