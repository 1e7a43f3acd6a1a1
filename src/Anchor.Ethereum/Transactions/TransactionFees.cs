namespace Anchor.Ethereum.Transactions;

/// <summary>What a transaction pays for each unit of gas, in wei.</summary>
public abstract record TransactionFees
{
    private TransactionFees() { }

    /// <summary>The most that each unit may cost.</summary>
    public abstract UInt256 Most { get; }

    /// <summary>One price, for chains whose blocks have no base fee (EIP-155).</summary>
    public sealed record Legacy(UInt256 GasPrice) : TransactionFees
    {
        public override UInt256 Most => GasPrice;
    }

    /// <summary>A tip above the block's base fee, and a cap on both together (EIP-1559).</summary>
    public sealed record Dynamic(UInt256 MaxFeePerGas, UInt256 MaxPriorityFeePerGas) : TransactionFees
    {
        public override UInt256 Most => MaxFeePerGas;
    }
}
