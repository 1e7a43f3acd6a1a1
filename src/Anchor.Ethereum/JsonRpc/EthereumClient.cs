using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Anchor.Ethereum.JsonRpc;

/// <summary>
/// A node of one chain. What cannot be answered throws <see cref="NodeUnavailableException"/>, what the node or a contract refuses
/// <see cref="NodeRefusalException"/>. Safe for use by several threads.
/// </summary>
public sealed class EthereumClient(HttpClient http, EthereumClientOptions options, TimeProvider time)
{
    private readonly JsonRpcConnection _node = new(http, options, time);

    public Uri Endpoint => options.Endpoint;

    public Task<long> GetChainIdAsync(CancellationToken cancellationToken) =>
        _node.ReadAsync("eth_chainId", [], EthereumJson.Default.Int64, cancellationToken);

    public Task<long> GetBlockNumberAsync(CancellationToken cancellationToken) =>
        _node.ReadAsync("eth_blockNumber", [], EthereumJson.Default.Int64, cancellationToken);

    /// <summary>Null if there is no such block (yet).</summary>
    public Task<EthereumBlock?> FindBlockAsync(BlockTag block, CancellationToken cancellationToken) =>
        _node.ReadAsync(
            "eth_getBlockByNumber",
            [block.ToString(), false],
            EthereumJson.Default.EthereumBlock,
            cancellationToken
        );

    /// <summary>Null if the node does not know the block, as after a reorganisation.</summary>
    public Task<EthereumBlock?> FindBlockAsync(Bytes32 hash, CancellationToken cancellationToken) =>
        _node.ReadAsync(
            "eth_getBlockByHash",
            [hash.ToString(), false],
            EthereumJson.Default.EthereumBlock,
            cancellationToken
        );

    /// <summary>The logs of a range of blocks, both ends included.</summary>
    public async Task<ImmutableArray<EthereumLog>> GetLogsAsync(
        LogFilter filter,
        long from,
        long to,
        CancellationToken cancellationToken
    ) => await GetLogsAsync(filter.ToJson(from, to), cancellationToken);

    /// <summary>The logs of exactly one block.</summary>
    public async Task<ImmutableArray<EthereumLog>> GetLogsAsync(
        LogFilter filter,
        Bytes32 block,
        CancellationToken cancellationToken
    ) => await GetLogsAsync(filter.ToJson(block), cancellationToken);

    /// <summary>Null while the transaction stands in no block.</summary>
    public Task<TransactionReceipt?> FindReceiptAsync(Bytes32 hash, CancellationToken cancellationToken) =>
        _node.ReadAsync(
            "eth_getTransactionReceipt",
            [hash.ToString()],
            EthereumJson.Default.TransactionReceipt,
            cancellationToken
        );

    /// <summary>Null if the node does not know the transaction.</summary>
    public Task<MinedTransaction?> FindTransactionAsync(Bytes32 hash, CancellationToken cancellationToken) =>
        _node.ReadAsync(
            "eth_getTransactionByHash",
            [hash.ToString()],
            EthereumJson.Default.MinedTransaction,
            cancellationToken
        );

    /// <summary>How many transactions the account has sent: the nonce of its next one.</summary>
    public Task<long> GetTransactionCountAsync(
        EthereumAddress account,
        BlockTag block,
        CancellationToken cancellationToken
    ) =>
        _node.ReadAsync(
            "eth_getTransactionCount",
            [account.ToLowerHex(), block.ToJson()],
            EthereumJson.Default.Int64,
            cancellationToken
        );

    /// <summary>In wei.</summary>
    public Task<UInt256> GetBalanceAsync(
        EthereumAddress account,
        BlockTag block,
        CancellationToken cancellationToken
    ) =>
        _node.ReadAsync(
            "eth_getBalance",
            [account.ToLowerHex(), block.ToJson()],
            EthereumJson.Default.UInt256,
            cancellationToken
        );

    /// <summary>Empty where there is no contract.</summary>
    public Task<ReadOnlyMemory<byte>> GetCodeAsync(
        EthereumAddress account,
        BlockTag block,
        CancellationToken cancellationToken
    ) =>
        _node.ReadAsync(
            "eth_getCode",
            [account.ToLowerHex(), block.ToJson()],
            EthereumJson.Default.ReadOnlyMemoryByte,
            cancellationToken
        );

    /// <summary>What a contract answers; it is a refusal when it reverts.</summary>
    public Task<ReadOnlyMemory<byte>> CallAsync(
        CallRequest call,
        BlockTag block,
        CancellationToken cancellationToken
    ) =>
        _node.ReadAsync(
            "eth_call",
            [call.ToJson(), block.ToJson()],
            EthereumJson.Default.ReadOnlyMemoryByte,
            cancellationToken
        );

    /// <summary>The gas that the call would take now; it is a refusal when it would revert.</summary>
    public Task<long> EstimateGasAsync(CallRequest call, CancellationToken cancellationToken) =>
        _node.ReadAsync("eth_estimateGas", [call.ToJson()], EthereumJson.Default.Int64, cancellationToken);

    /// <summary>In wei.</summary>
    public Task<UInt256> GetGasPriceAsync(CancellationToken cancellationToken) =>
        _node.ReadAsync("eth_gasPrice", [], EthereumJson.Default.UInt256, cancellationToken);

    /// <summary>The tip that the node suggests, in wei.</summary>
    public Task<UInt256> GetMaxPriorityFeePerGasAsync(CancellationToken cancellationToken) =>
        _node.ReadAsync("eth_maxPriorityFeePerGas", [], EthereumJson.Default.UInt256, cancellationToken);

    /// <summary>Base fees of the latest blocks, and the tip that half of the gas paid in each.</summary>
    public async Task<FeeHistory> GetFeeHistoryAsync(int blocks, CancellationToken cancellationToken) =>
        await _node.ReadAsync(
            "eth_feeHistory",
            [Hex.Quantity(blocks), "latest", new JsonArray(50)],
            EthereumJson.Default.FeeHistory,
            cancellationToken
        ) ?? throw new NodeUnavailableException("eth_feeHistory: there is no answer.");

    /// <summary>
    /// Hands over signed bytes, once. They may be on their way whatever is answered or thrown: only a receipt says more. The same bytes
    /// may be handed over again.
    /// </summary>
    public Task<Bytes32> SendRawTransactionAsync(ReadOnlySpan<byte> raw, CancellationToken cancellationToken) =>
        _node.AskAsync("eth_sendRawTransaction", [Hex.Of(raw)], EthereumJson.Default.Bytes32, cancellationToken);

    /// <summary>An account and values of its storage in a block, with the trie nodes that prove them.</summary>
    public async Task<EthereumAccountProof> GetProofAsync(
        EthereumAddress account,
        ImmutableArray<Bytes32> keys,
        BlockTag block,
        CancellationToken cancellationToken
    ) =>
        await _node.ReadAsync(
            "eth_getProof",
            [account.ToLowerHex(), new JsonArray([.. keys.Select(key => (JsonNode)key.ToString())]), block.ToJson()],
            EthereumJson.Default.EthereumAccountProof,
            cancellationToken
        ) ?? throw new NodeUnavailableException("eth_getProof: there is no answer.");

    private async Task<ImmutableArray<EthereumLog>> GetLogsAsync(
        JsonObject filter,
        CancellationToken cancellationToken
    ) =>
        [
            .. await _node.ReadAsync("eth_getLogs", [filter], EthereumJson.Default.EthereumLogArray, cancellationToken)
                ?? throw new NodeUnavailableException("eth_getLogs: there is no answer."),
        ];
}
