using Anchor.Domain.Workers;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Transactions;

namespace Anchor.Ledgers.Ethereum;

/// <summary>What is offered for gas: by base fee and tip where the chain's blocks have a base fee, else by its one price; never above the cap.</summary>
internal static class FeeQuotes
{
    // The base fee can double in six full blocks.
    private static readonly UInt256 BaseFees = 2;

    /// <summary>What is likely to be mined soon.</summary>
    /// <exception cref="FeesTooHighException">The chain asks for more than the cap.</exception>
    internal static async Task<TransactionFees> AskAsync(
        EthereumChain chain,
        EthereumBlock head,
        CancellationToken cancellationToken
    )
    {
        var most = chain.Options.MostFee;
        if (head.BaseFeePerGas is not { } baseFee)
        {
            var price = await chain.Node.GetGasPriceAsync(cancellationToken);
            return price <= most
                ? new TransactionFees.Legacy(price)
                : throw new FeesTooHighException($"{chain.Options.Name} asks for {price} wei, and {most} is the cap.");
        }

        var least = chain.Options.LeastTip;
        if (baseFee + least > most)
        {
            throw new FeesTooHighException($"{chain.Options.Name} asks for {baseFee} wei, and {most} is the cap.");
        }

        var suggested = await chain.Node.GetMaxPriorityFeePerGasAsync(cancellationToken);
        var fee = Least((baseFee * BaseFees) + Greatest(suggested, least), most);
        return new TransactionFees.Dynamic(fee, Least(Greatest(suggested, least), fee - baseFee));
    }

    /// <summary>The quote, but at least a tenth above what it replaces; null where that is above the cap.</summary>
    internal static TransactionFees? Raise(TransactionFees previous, TransactionFees quote, UInt256 most)
    {
        switch (previous, quote)
        {
            case (TransactionFees.Dynamic before, _):
                var tip = Greatest(Replacing(before.MaxPriorityFeePerGas), TipOf(quote));
                var fee = Greatest(Replacing(before.MaxFeePerGas), quote.Most);
                fee = Greatest(fee, tip);
                return fee <= most ? new TransactionFees.Dynamic(fee, tip) : null;
            default:
                var price = Greatest(Replacing(previous.Most), quote.Most);
                return price <= most ? new TransactionFees.Legacy(price) : null;
        }
    }

    private static UInt256 TipOf(TransactionFees quote) =>
        quote is TransactionFees.Dynamic { MaxPriorityFeePerGas: var tip } ? tip : quote.Most;

    private static UInt256 Replacing(UInt256 fee) => new(FeeRules.LeastReplacing(fee.Value));

    private static UInt256 Greatest(UInt256 left, UInt256 right) => left > right ? left : right;

    private static UInt256 Least(UInt256 left, UInt256 right) => left < right ? left : right;
}

/// <summary>Gas costs more than this installation is willing to pay; it is asked again later.</summary>
public sealed class FeesTooHighException : Exception
{
    public FeesTooHighException() { }

    public FeesTooHighException(string message)
        : base(message) { }

    public FeesTooHighException(string message, Exception innerException)
        : base(message, innerException) { }
}
