using Anchor.Domain.Money;

namespace Anchor.Domain.Assets;

/// <summary>The terms on which the anchor moves one asset in one direction. Limits are inclusive.</summary>
/// <param name="Enabled">Whether the direction is offered at all.</param>
/// <param name="Min">The least amount a user may send.</param>
/// <param name="Max">The most a user may send.</param>
/// <param name="FeeFixed">The fixed part of the fee, in units of the asset.</param>
/// <param name="FeePercent">The part of the fee that grows with the amount: 1 is one hundredth of it.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.direction-terms")]
public sealed record DirectionTerms(bool Enabled, Amount Min, Amount Max, Amount FeeFixed, decimal FeePercent);

/// <summary>An asset that the anchor serves: where it is held and on which terms it moves.</summary>
/// <param name="DistributionAccount">The G address that receives withdrawals and pays deposits out.</param>
/// <param name="Decimals">How many decimals the asset's users use, 0 to 7; fees are cut to it.</param>
/// <param name="Seps">Over which SEPs it is offered.</param>
/// <param name="IsEnabled">Whether new transactions are taken; open ones go on all the same.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.asset-terms")]
public sealed record AssetTerms(
    AssetId Asset,
    string DistributionAccount,
    int Decimals,
    DirectionTerms Deposit,
    DirectionTerms Withdrawal,
    AssetSeps Seps = AssetSeps.Sep24,
    bool IsEnabled = true
)
{
    public bool IsOfferedOver(AssetSeps sep) => IsEnabled && Seps.HasFlag(sep);

    /// <summary>The standard fee: fixed plus percent, cut to the asset's decimals.</summary>
    public Amount StandardFee(DirectionTerms direction, Amount amount) =>
        Amount.Floor(direction.FeeFixed.Value + (amount.Value * direction.FeePercent / 100), Decimals);
}
