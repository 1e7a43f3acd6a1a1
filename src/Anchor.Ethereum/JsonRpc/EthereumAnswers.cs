using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Ethereum.JsonRpc;

/// <summary>A block without its transactions.</summary>
/// <param name="Timestamp">Seconds of the Unix epoch.</param>
/// <param name="BaseFeePerGas">Null on a chain from before EIP-1559.</param>
public sealed record EthereumBlock(
    long Number,
    Bytes32 Hash,
    Bytes32 ParentHash,
    Bytes32 StateRoot,
    long Timestamp,
    long GasLimit,
    UInt256? BaseFeePerGas = null
);

/// <summary>What a contract announced.</summary>
/// <param name="Removed">It was undone by a reorganisation; only subscriptions tell of such.</param>
public sealed record EthereumLog(
    EthereumAddress Address,
    ImmutableArray<Bytes32> Topics,
    ReadOnlyMemory<byte> Data,
    long BlockNumber,
    Bytes32 BlockHash,
    Bytes32 TransactionHash,
    long LogIndex,
    bool Removed = false
);

/// <summary>What became of a transaction in a block.</summary>
/// <param name="Status">1 if it did what it should, 0 if it was undone and only paid for its gas.</param>
/// <param name="EffectiveGasPrice">In wei; null from nodes that do not say.</param>
public sealed record TransactionReceipt(
    Bytes32 TransactionHash,
    long BlockNumber,
    Bytes32 BlockHash,
    EthereumAddress From,
    long Status,
    long GasUsed,
    ImmutableArray<EthereumLog> Logs,
    EthereumAddress? ContractAddress = null,
    UInt256? EffectiveGasPrice = null
)
{
    [JsonIgnore]
    public bool Succeeded => Status == 1;
}

/// <summary>A transaction that the node knows; the block is null while it only waits.</summary>
public sealed record MinedTransaction(
    Bytes32 Hash,
    EthereumAddress From,
    long Nonce,
    long? BlockNumber = null,
    Bytes32? BlockHash = null
);

/// <summary>An account, some of its storage, and the trie nodes that prove both against a block's state root (EIP-1186).</summary>
/// <remarks>It is the node's word until <see cref="Proofs.StateProof"/> has checked it.</remarks>
public sealed record EthereumAccountProof(
    EthereumAddress Address,
    ImmutableArray<ReadOnlyMemory<byte>> AccountProof,
    UInt256 Balance,
    Bytes32 CodeHash,
    UInt256 Nonce,
    Bytes32 StorageHash,
    ImmutableArray<EthereumStorageProof> StorageProof
);

/// <summary>One value of an account's storage with its trie nodes.</summary>
public sealed record EthereumStorageProof(UInt256 Key, UInt256 Value, ImmutableArray<ReadOnlyMemory<byte>> Proof);

/// <summary>Base fees and tips of recent blocks.</summary>
/// <param name="BaseFeePerGas">Of each block and of the one that comes next.</param>
/// <param name="Reward">Of each block the asked percentiles of tips; null or empty where there were none.</param>
public sealed record FeeHistory(
    long OldestBlock,
    ImmutableArray<UInt256>? BaseFeePerGas = null,
    ImmutableArray<ImmutableArray<UInt256>>? Reward = null
);
