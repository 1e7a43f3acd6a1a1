using Anchor.Domain.Workers;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Ledgers.Ethereum;

/// <summary>How transactions in flight stand when the chain has this head.</summary>
internal sealed class TransactionLook(EthereumChain chain, EthereumBlock head)
{
    /// <summary>The chain has a transaction of this nonce: one of the attempts, or somebody else's.</summary>
    /// <param name="transaction">What is looked for.</param>
    /// <param name="finalCount">How many nonces are used for good, read before this.</param>
    /// <param name="cancellationToken">Gives the look up.</param>
    internal async Task<Standing> AtUsedNonceAsync(
        WorkerTransaction transaction,
        long finalCount,
        CancellationToken cancellationToken
    )
    {
        foreach (var attempt in transaction.Attempts.Reverse())
        {
            if (await chain.Node.FindReceiptAsync(Bytes32.Parse(attempt.Hash), cancellationToken) is { } receipt)
            {
                return await IsFinalAsync(receipt, cancellationToken)
                    ? new Standing.Final(await EndAsync(attempt, receipt, cancellationToken))
                    : new Standing.Mined(attempt.Hash, receipt.BlockNumber);
            }
        }

        return finalCount > transaction.Nonce && !await IsKnownAsync(transaction, cancellationToken)
            ? new Standing.Missing()
            : new Standing.Waiting();
    }

    internal async Task<Standing> AtFreeNonceAsync(
        WorkerTransaction transaction,
        CancellationToken cancellationToken
    ) =>
        await chain.Node.FindTransactionAsync(Bytes32.Parse(transaction.Attempts[^1].Hash), cancellationToken) is null
            ? new Standing.Unknown()
            : new Standing.Waiting();

    /// <summary>A node that has no receipt yet may still say that it knows the transaction.</summary>
    private async Task<bool> IsKnownAsync(WorkerTransaction transaction, CancellationToken cancellationToken)
    {
        foreach (var attempt in transaction.Attempts)
        {
            if (await chain.Node.FindTransactionAsync(Bytes32.Parse(attempt.Hash), cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Deep enough, and in the block that the chain has at that height: a receipt may be of a block that a reorganisation took away.</summary>
    private async Task<bool> IsFinalAsync(TransactionReceipt receipt, CancellationToken cancellationToken) =>
        receipt.BlockNumber <= chain.LastFinal(head.Number)
        && await chain.Node.FindBlockAsync(BlockTag.At(receipt.BlockNumber), cancellationToken) is { } block
        && block.Hash == receipt.BlockHash;

    private async Task<WorkerEnd> EndAsync(
        WorkerAttempt attempt,
        TransactionReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        var price = receipt.EffectiveGasPrice ?? UInt256.Zero;
        return new WorkerEnd(
            attempt.Hash,
            receipt.BlockNumber,
            receipt.GasUsed,
            ((ulong)receipt.GasUsed * price).ToString(),
            receipt.Succeeded,
            receipt.Succeeded ? null : await ReasonAsync(attempt, receipt, cancellationToken)
        );
    }

    /// <summary>A receipt does not say why a transaction reverted; the same call on the block before usually does.</summary>
    private async Task<string> ReasonAsync(
        WorkerAttempt attempt,
        TransactionReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        if (receipt.GasUsed >= attempt.GasLimit)
        {
            return "It ran out of gas.";
        }

        try
        {
            var sent = SignedTransaction.TryDecode(Hex.Parse(attempt.Raw))!;
            var call = new CallRequest(sent.Transaction.To, sent.Transaction.Data, sent.From, sent.Transaction.Value);
            await chain.Node.CallAsync(call, BlockTag.At(receipt.BlockNumber - 1), cancellationToken);
        }
        catch (NodeRefusalException e)
        {
            return e.RevertReason ?? e.NodeMessage;
        }

        return "It reverted without a reason.";
    }
}
