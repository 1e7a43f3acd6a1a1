using System.Collections.Immutable;

namespace Anchor.Ethereum.Mosaic;

/// <summary>Where an anchor keeps the heights of its state roots; the contract has no function to ask for them.</summary>
public static class AnchorStorage
{
    private const ulong RingSlot = 1;

    /// <summary>How many roots the ring holds.</summary>
    public static Bytes32 Size { get; } = new(Word(RingSlot));

    /// <summary>The heights in it, in no order; zero where there is none yet.</summary>
    public static ImmutableArray<Bytes32> Heights(int size)
    {
        // Solidity's rule for arrays: the items lie from the hash of the array's slot on.
        var first = UInt256.FromBigEndian(Bytes32.Keccak(Word(RingSlot)).ToArray());
        return [.. Enumerable.Range(0, size).Select(i => KeyOf(first + (ulong)i))];
    }

    private static Bytes32 KeyOf(UInt256 slot)
    {
        var word = new byte[UInt256.Size];
        slot.WriteBigEndian(word);
        return new Bytes32(word);
    }

    private static byte[] Word(ulong number)
    {
        var word = new byte[UInt256.Size];
        ((UInt256)number).WriteBigEndian(word);
        return word;
    }
}
