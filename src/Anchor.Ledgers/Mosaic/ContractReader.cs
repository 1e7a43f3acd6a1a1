using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Grains.Ports;
using Anchor.Ledgers.Ethereum;

namespace Anchor.Ledgers.Mosaic;

/// <summary>Asks the contracts of one chain.</summary>
internal sealed class ContractReader(EthereumChain chain)
{
    public string Chain => chain.Options.Name;

    public EthereumClient Node => chain.Node;

    /// <summary>The block as deep as is waited for, or the chain's first.</summary>
    public async Task<(long Head, long Deep)> HeightsAsync(CancellationToken cancellationToken)
    {
        await chain.EnsureChainAsync(cancellationToken);
        var head = await Node.GetBlockNumberAsync(cancellationToken);
        return (head, chain.LastFinal(head));
    }

    public async Task<T> AskAsync<T>(
        EthereumAddress contract,
        AbiFunction function,
        BlockTag block,
        CancellationToken cancellationToken,
        params object[] arguments
    ) =>
        (await TryAskAsync(contract, function, block, cancellationToken, arguments) is { } values)
            ? values.Get<T>(0)
            : throw new ChainSilentException(
                $"Chain {Chain}: {contract} does not answer {function.Name} as such a contract would."
            );

    /// <summary>Null where no such contract is (yet).</summary>
    public async Task<AbiValues?> TryAskAsync(
        EthereumAddress contract,
        AbiFunction function,
        BlockTag block,
        CancellationToken cancellationToken,
        params object[] arguments
    )
    {
        try
        {
            var answer = await Node.CallAsync(
                new CallRequest(contract, function.Encode(arguments)),
                block,
                cancellationToken
            );
            return function.TryDecodeResult(answer.Span);
        }
        catch (NodeRefusalException e) when (e.IsRevert)
        {
            return null;
        }
    }

    public async Task<MessageStatus> StatusAsync(
        EthereumAddress gateway,
        AbiFunction box,
        Bytes32 messageHash,
        BlockTag block,
        CancellationToken cancellationToken
    ) =>
        await TryAskAsync(gateway, box, block, cancellationToken, messageHash) is { } values
            ? (MessageStatus)(int)(long)values.Get<UInt256>(0)
            : MessageStatus.Undeclared;

    public async Task<DepthStatus> StatusAsync(
        EthereumAddress gateway,
        AbiFunction box,
        Bytes32 messageHash,
        (long Head, long Deep) heights,
        CancellationToken cancellationToken
    )
    {
        var head = StatusAsync(gateway, box, messageHash, BlockTag.At(heights.Head), cancellationToken);
        var deep = StatusAsync(gateway, box, messageHash, BlockTag.At(heights.Deep), cancellationToken);
        return new DepthStatus(await head, await deep);
    }

    /// <summary>The root of the other gateway's storage that was proven to this gateway for a block; zero if none is, or is not any more.</summary>
    public async Task<Bytes32> ProvenRootAsync(
        EthereumAddress gateway,
        GatewayStorage storage,
        long height,
        CancellationToken cancellationToken
    )
    {
        var proof = await Node.GetProofAsync(gateway, [storage.ProvenRoot(height)], BlockTag.Latest, cancellationToken);
        if (proof.StorageProof is not [var value])
        {
            throw new ChainSilentException($"Chain {Chain}: eth_getProof does not answer what it was asked.");
        }

        var word = new byte[UInt256.Size];
        value.Value.WriteBigEndian(word);
        return new Bytes32(word);
    }
}
