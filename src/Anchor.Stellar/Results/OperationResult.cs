using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>Whether an operation was tried at all.</summary>
public enum OperationResultCode
{
    /// <summary>It was tried: its own code says the rest.</summary>
    Inner = 0,
    BadAuth = -1,
    NoAccount = -2,
    NotSupported = -3,
    TooManySubentries = -4,
    ExceededWorkLimit = -5,
    TooManySponsoring = -6,
}

/// <summary>The result of one operation.</summary>
public sealed record OperationResult
{
    private OperationResult(OperationResultCode code, OperationType type, int inner, OperationOutcome? outcome)
    {
        Code = code;
        Type = type;
        InnerCode = inner;
        Outcome = outcome;
    }

    public OperationResultCode Code { get; }

    /// <summary>Meaningful only if <see cref="Code"/> is <see cref="OperationResultCode.Inner"/>.</summary>
    public OperationType Type { get; }

    /// <summary>The operation's own code: 0 for success, else negative, of the enum named after the operation.</summary>
    public int InnerCode { get; }

    /// <summary>What the operation reports beside its code.</summary>
    public OperationOutcome? Outcome { get; }

    public bool IsSuccess => Code == OperationResultCode.Inner && InnerCode == 0;

    public static OperationResult Success(OperationType type, OperationOutcome? outcome = null) =>
        new(OperationResultCode.Inner, type, 0, outcome);

    /// <summary>An operation that was tried and failed with a code of its own enum.</summary>
    public static OperationResult Failure<TCode>(OperationType type, TCode code)
        where TCode : struct, Enum => Inner(type, Convert.ToInt32(code, null));

    public static OperationResult Inner(OperationType type, int code, OperationOutcome? outcome = null) =>
        new(OperationResultCode.Inner, type, code, outcome);

    /// <summary>An operation that was not tried.</summary>
    public static OperationResult NotTried(OperationResultCode code) => new(code, default, 0, null);
}

/// <summary>What an operation reports beside its code.</summary>
public abstract record OperationOutcome
{
    private protected OperationOutcome() { }
}

/// <summary>How a path payment was filled: the offers taken in order, and what arrived.</summary>
public sealed record PathPaymentOutcome(
    ImmutableArray<ClaimedOffer> Offers,
    AccountId Destination,
    Asset Asset,
    long Amount
) : OperationOutcome
{
    /// <summary>What a strict-receive payment cost its sender: all that the offers of the first hop were paid, or without offers what arrived.</summary>
    public long SourceAmount
    {
        get
        {
            if (Offers.IsEmpty)
            {
                return Amount;
            }

            var sent = Offers[0].BoughtAsset;
            return checked(Offers.TakeWhile(o => o.BoughtAsset == sent).Sum(o => o.BoughtAmount));
        }
    }
}

/// <summary>The path payment failed because this asset's issuer is missing.</summary>
public sealed record NoIssuerOutcome(Asset Asset) : OperationOutcome;

/// <summary>Stroops that a merge or an offer's inflation moved.</summary>
public sealed record MergedOutcome(long Amount) : OperationOutcome;

/// <summary>The id of the balance that was created.</summary>
public sealed record CreatedBalanceOutcome(ClaimableBalanceId BalanceId) : OperationOutcome;

/// <summary>What an offer did; <paramref name="Offer"/> is the resting offer as XDR, null if it was removed.</summary>
public sealed record OfferOutcome(ImmutableArray<ClaimedOffer> Offers, OfferEffect Effect, ByteString? Offer)
    : OperationOutcome;

/// <summary>What inflation paid to whom.</summary>
public sealed record InflationOutcome(ImmutableArray<InflationPayout> Payouts) : OperationOutcome;

/// <summary>The hash of what a contract call returned and emitted.</summary>
public sealed record HostFunctionOutcome(Hash256 Hash) : OperationOutcome;

/// <summary>One payout of inflation, in stroops.</summary>
public sealed record InflationPayout(AccountId Destination, long Amount);

/// <summary>What became of an offer.</summary>
public enum OfferEffect
{
    Created = 0,
    Updated = 1,
    Deleted = 2,
}

/// <summary>Where a claimed offer stood.</summary>
public enum ClaimedOfferKind
{
    V0 = 0,
    OrderBook = 1,
    LiquidityPool = 2,
}

/// <summary>An offer, or a pool, that was traded against. Sold and bought are as its owner sees them.</summary>
/// <param name="Kind">Where it stood.</param>
/// <param name="Owner">The seller's key, or the pool's id.</param>
/// <param name="OfferId">0 for a pool.</param>
/// <param name="SoldAsset">What the owner gave.</param>
/// <param name="SoldAmount">In stroops.</param>
/// <param name="BoughtAsset">What the owner took.</param>
/// <param name="BoughtAmount">In stroops.</param>
public sealed record ClaimedOffer(
    ClaimedOfferKind Kind,
    Hash256 Owner,
    long OfferId,
    Asset SoldAsset,
    long SoldAmount,
    Asset BoughtAsset,
    long BoughtAmount
);
