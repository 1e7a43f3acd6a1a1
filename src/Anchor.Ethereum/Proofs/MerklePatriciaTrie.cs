using System.Collections.Immutable;
using Anchor.Ethereum.Rlp;

namespace Anchor.Ethereum.Proofs;

/// <summary>Follows a key through the nodes that prove it, from the root downwards (Ethereum yellow paper, appendix D).</summary>
public static class MerklePatriciaTrie
{
    private const int Children = 16;
    private const int BranchItems = 17;
    private const int ShortItems = 2;
    private const byte OddFlag = 1;
    private const byte LeafFlag = 2;

    /// <summary>The root of a trie without anything in it.</summary>
    public static Bytes32 EmptyRoot { get; } = Bytes32.Keccak([0x80]);

    /// <summary>Looks up the Keccak of a key, as Ethereum's state and storage tries are kept.</summary>
    /// <param name="root">The hash that is trusted; everything else is checked against it.</param>
    /// <param name="key">The key before it is hashed.</param>
    /// <param name="nodes">The nodes on the way, the root's first, and no others.</param>
    public static TrieLookup LookUp(Bytes32 root, ReadOnlySpan<byte> key, ImmutableArray<ReadOnlyMemory<byte>> nodes)
    {
        if (nodes.IsDefaultOrEmpty)
        {
            return root == EmptyRoot ? new TrieLookup.Absent() : Unproved("there are no nodes");
        }

        var path = Nibbles(Bytes32.Keccak(key).ToArray());
        var walk = new Walk(nodes, path);
        var found = walk.Descend(root);
        return found is not TrieLookup.Unproved && walk.Used != nodes.Length
            ? Unproved("there are nodes that are not on the way")
            : found;
    }

    private static TrieLookup.Unproved Unproved(string reason) => new(reason);

    private static byte[] Nibbles(ReadOnlySpan<byte> bytes)
    {
        var nibbles = new byte[bytes.Length * 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            nibbles[2 * i] = (byte)(bytes[i] >> 4);
            nibbles[(2 * i) + 1] = (byte)(bytes[i] & 0x0f);
        }

        return nibbles;
    }

    private sealed class Walk(ImmutableArray<ReadOnlyMemory<byte>> nodes, ReadOnlyMemory<byte> path)
    {
        private ReadOnlyMemory<byte> _left = path;

        public int Used { get; private set; }

        public TrieLookup Descend(Bytes32 hash)
        {
            if (Used == nodes.Length)
            {
                return Unproved("a node is missing");
            }

            var encoded = nodes[Used].Span;
            if (Bytes32.Keccak(encoded) != hash)
            {
                return Unproved(
                    Used == 0 ? "the first node is not the root's" : $"node {Used} is not the one that was named"
                );
            }

            Used++;
            return RlpCoding.TryDecode(encoded) is { } node ? Read(node) : Unproved($"node {Used - 1} is not RLP");
        }

        private TrieLookup Read(RlpItem node) =>
            node switch
            {
                { IsList: true, Items.Length: BranchItems } => ReadBranch(node),
                { IsList: true, Items.Length: ShortItems } => ReadShort(node),
                { IsList: false, Bytes.IsEmpty: true } => new TrieLookup.Absent(),
                _ => Unproved("a node is neither branch nor extension nor leaf"),
            };

        private TrieLookup ReadBranch(RlpItem node)
        {
            if (_left.IsEmpty)
            {
                return Value(node.Items[Children]);
            }

            var child = node.Items[_left.Span[0]];
            _left = _left[1..];
            return Follow(child);
        }

        private TrieLookup ReadShort(RlpItem node)
        {
            var encoded = node.Items[0].Bytes;
            if (node.Items[0].IsList || encoded.IsEmpty || encoded[0] >> 4 > (LeafFlag | OddFlag))
            {
                return Unproved("a node's path is not hex-prefix encoded");
            }

            var flags = encoded[0] >> 4;
            var isOdd = (flags & OddFlag) != 0;
            if (!isOdd && (encoded[0] & 0x0f) != 0)
            {
                return Unproved("a node's path is not hex-prefix encoded");
            }

            var part = Nibbles(encoded).AsSpan(isOdd ? 1 : 2);
            var isLeaf = (flags & LeafFlag) != 0;
            if (!isLeaf && part.IsEmpty)
            {
                return Unproved("an extension goes nowhere");
            }

            if (!_left.Span.StartsWith(part) || (isLeaf && _left.Length != part.Length))
            {
                return new TrieLookup.Absent();
            }

            _left = _left[part.Length..];
            return isLeaf ? Value(node.Items[1]) : Follow(node.Items[1]);
        }

        /// <summary>A child of 32 bytes or more is named by its hash; a shorter one stands in its parent.</summary>
        private TrieLookup Follow(RlpItem child) =>
            child.IsList ? Read(child)
            : child.Bytes.IsEmpty ? new TrieLookup.Absent()
            : child.Bytes.Length == Bytes32.Size ? Descend(new Bytes32(child.Bytes))
            : Unproved("a child is neither a hash nor a node");

        private static TrieLookup Value(RlpItem item) =>
            item.IsList ? Unproved("a value is a list")
            : item.Bytes.IsEmpty ? new TrieLookup.Absent()
            : new TrieLookup.Found(item.Bytes.ToArray());
    }
}
