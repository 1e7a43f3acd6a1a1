using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>Sets an amount aside for up to ten claimants.</summary>
public sealed record CreateClaimableBalanceOperation(Asset Asset, long Amount, ImmutableArray<Claimant> Claimants)
    : Operation
{
    public override OperationType Type => OperationType.CreateClaimableBalance;
}

/// <summary>Claims a balance as one of its claimants.</summary>
public sealed record ClaimClaimableBalanceOperation(ClaimableBalanceId BalanceId) : Operation
{
    public override OperationType Type => OperationType.ClaimClaimableBalance;
}

/// <summary>Takes back an unclaimed balance of an asset that the source account issued.</summary>
public sealed record ClawbackClaimableBalanceOperation(ClaimableBalanceId BalanceId) : Operation
{
    public override OperationType Type => OperationType.ClawbackClaimableBalance;
}

/// <summary>A fraction of two 32-bit numbers.</summary>
public sealed record Price(int Numerator, int Denominator);

/// <summary>Offers an exact amount of what is sold; amount 0 removes the offer, offer id 0 makes one.</summary>
public sealed record ManageSellOfferOperation(Asset Selling, Asset Buying, long Amount, Price Price, long OfferId)
    : Operation
{
    public override OperationType Type => OperationType.ManageSellOffer;
}

/// <summary>Offers to buy an exact amount.</summary>
public sealed record ManageBuyOfferOperation(Asset Selling, Asset Buying, long BuyAmount, Price Price, long OfferId)
    : Operation
{
    public override OperationType Type => OperationType.ManageBuyOffer;
}

/// <summary>An offer that does not take offers of the same price.</summary>
public sealed record CreatePassiveSellOfferOperation(Asset Selling, Asset Buying, long Amount, Price Price) : Operation
{
    public override OperationType Type => OperationType.CreatePassiveSellOffer;
}

/// <summary>Deposits both assets of a pool.</summary>
public sealed record LiquidityPoolDepositOperation(
    Hash256 PoolId,
    long MaxAmountA,
    long MaxAmountB,
    Price MinPrice,
    Price MaxPrice
) : Operation
{
    public override OperationType Type => OperationType.LiquidityPoolDeposit;
}

/// <summary>Redeems pool shares.</summary>
public sealed record LiquidityPoolWithdrawOperation(Hash256 PoolId, long Amount, long MinAmountA, long MinAmountB)
    : Operation
{
    public override OperationType Type => OperationType.LiquidityPoolWithdraw;
}

/// <summary>Calls or installs a contract. The body is kept as XDR: an anchor reads none of it.</summary>
public sealed record InvokeHostFunctionOperation(ByteString Body) : Operation
{
    public override OperationType Type => OperationType.InvokeHostFunction;
}

/// <summary>Extends the life of the contract entries in the transaction's footprint.</summary>
public sealed record ExtendFootprintTtlOperation(uint ExtendTo) : Operation
{
    public override OperationType Type => OperationType.ExtendFootprintTtl;
}

/// <summary>Restores the archived contract entries in the transaction's footprint.</summary>
public sealed record RestoreFootprintOperation : Operation
{
    public override OperationType Type => OperationType.RestoreFootprint;
}
