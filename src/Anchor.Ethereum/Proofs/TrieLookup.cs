namespace Anchor.Ethereum.Proofs;

/// <summary>What the nodes of a Merkle-Patricia trie say of one key.</summary>
public abstract record TrieLookup
{
    private TrieLookup() { }

    /// <summary>The trie with this root has this value.</summary>
    public sealed record Found(ReadOnlyMemory<byte> Value) : TrieLookup;

    /// <summary>The trie with this root has nothing there.</summary>
    public sealed record Absent : TrieLookup;

    /// <summary>The nodes prove nothing.</summary>
    public sealed record Unproved(string Reason) : TrieLookup;
}
