using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Transactions;

namespace Anchor.Silo.Facilitator;

/// <summary>Sends transactions of one key on a development chain, one after the other, and waits for their blocks.</summary>
internal sealed class LocalSender(EthereumClient node, long chainId, Secp256k1PrivateKey key) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly SemaphoreSlim _turn = new(1, 1);

    public EthereumAddress Address { get; } = EthereumAddress.Of(key);

    /// <summary>Sends a call and gives its receipt.</summary>
    /// <exception cref="NodeRefusalException">The contract refuses it.</exception>
    public async Task<TransactionReceipt> SendAsync(
        EthereumAddress to,
        byte[] data,
        UInt256 value,
        CancellationToken cancellationToken
    )
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var gas = await node.EstimateGasAsync(new CallRequest(to, data, Address, value), cancellationToken);
            var head = await node.FindBlockAsync(BlockTag.Latest, cancellationToken);
            // The node's own suggestion grows with what was paid before.
            var price = head?.BaseFeePerGas is { } baseFee
                ? (baseFee * 2) + 1_000_000_000
                : await node.GetGasPriceAsync(cancellationToken);
            var signed = new EthereumTransaction
            {
                ChainId = chainId,
                Nonce = await node.GetTransactionCountAsync(Address, BlockTag.Pending, cancellationToken),
                Fees = new TransactionFees.Legacy(price),
                GasLimit = gas * 3 / 2,
                To = to,
                Value = value,
                Data = data,
            }.Sign(key);
            await node.SendRawTransactionAsync(signed.Raw, cancellationToken);
            return await ReceiptAsync(signed.Hash, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        key.Dispose();
    }

    private async Task<TransactionReceipt> ReceiptAsync(Bytes32 hash, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            if (await node.FindReceiptAsync(hash, cancellationToken) is { } receipt)
            {
                return receipt.Succeeded ? receipt : throw new InvalidOperationException($"{hash} has reverted.");
            }

            if (
                await node.FindTransactionAsync(hash, cancellationToken) is null
                && await node.FindReceiptAsync(hash, cancellationToken) is null
            )
            {
                throw new InvalidOperationException($"A reorganisation took {hash} away.");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"{hash} does not get into a block.");
    }
}
