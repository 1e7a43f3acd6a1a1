using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Rlp;

namespace Anchor.Ethereum.Proofs;

/// <summary>
/// Checks what a node says of an account against a state root that is trusted, so that no lie or mistake of it is paid for on a chain.
/// </summary>
public static class StateProof
{
    /// <summary>Null if the account, its fields and every storage value are proved; else what is not.</summary>
    public static string? FindFault(EthereumAccountProof proof, Bytes32 stateRoot)
    {
        ArgumentNullException.ThrowIfNull(proof);
        switch (MerklePatriciaTrie.LookUp(stateRoot, proof.Address.ToArray(), proof.AccountProof))
        {
            case TrieLookup.Unproved unproved:
                return $"The account {proof.Address}: {unproved.Reason}.";
            case TrieLookup.Absent:
                return $"There is no account {proof.Address} in this state.";
            case TrieLookup.Found found when !found.Value.Span.SequenceEqual(AccountRlp(proof)):
                return $"The fields of {proof.Address} are not the ones in the trie.";
        }

        return proof
            .StorageProof.Select(storage => FindFault(storage, proof.StorageHash))
            .FirstOrDefault(fault => fault is not null);
    }

    /// <summary>The account as the trie has it: what <c>proveGateway</c> takes as its encoded account.</summary>
    public static byte[] AccountRlp(EthereumAccountProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return RlpCoding.Encode(
            RlpItem.List(
                RlpItem.Of(proof.Nonce),
                RlpItem.Of(proof.Balance),
                RlpItem.Of(proof.StorageHash),
                RlpItem.Of(proof.CodeHash)
            )
        );
    }

    /// <summary>The nodes of a proof as one list: each of them is RLP already, so they only get a header.</summary>
    public static byte[] PackNodes(IEnumerable<ReadOnlyMemory<byte>> nodes) =>
        RlpCoding.EncodeList([.. nodes.Select(node => node.ToArray())]);

    private static string? FindFault(EthereumStorageProof storage, Bytes32 storageRoot)
    {
        var key = new byte[UInt256.Size];
        storage.Key.WriteBigEndian(key);
        return MerklePatriciaTrie.LookUp(storageRoot, key, storage.Proof) switch
        {
            TrieLookup.Unproved unproved => $"The storage at {Hex.Quantity(storage.Key)}: {unproved.Reason}.",
            TrieLookup.Absent when !storage.Value.IsZero => $"There is nothing stored at {Hex.Quantity(storage.Key)}.",
            TrieLookup.Found found when !found.Value.Span.SequenceEqual(RlpCoding.Encode(RlpItem.Of(storage.Value))) =>
                $"The value at {Hex.Quantity(storage.Key)} is not the one in the trie.",
            _ => null,
        };
    }
}
