using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;

namespace Anchor.Grains.Ports;

/// <summary>The business' own fee. Without one, the fee is the asset's fixed part plus its percent.</summary>
public interface IFees
{
    /// <summary>The fee on <paramref name="amount"/> of the asset, in its units.</summary>
    Amount FeeFor(AssetTerms asset, TransactionKind kind, Amount amount, string? type);
}

/// <summary>The asset's fixed part plus its percent.</summary>
public sealed class StandardFees : IFees
{
    public Amount FeeFor(AssetTerms asset, TransactionKind kind, Amount amount, string? type) =>
        asset.StandardFee(kind == TransactionKind.Deposit ? asset.Deposit : asset.Withdrawal, amount);
}
