using System.Collections.Immutable;

namespace Anchor.Ledgers.Mosaic;

/// <summary>The state roots of the other chain that an anchor holds: each new one drives the oldest out.</summary>
/// <param name="Size">How many it can hold.</param>
/// <param name="Heights">The blocks whose roots it holds, the newest first.</param>
public sealed record AnchorRing(int Size, ImmutableArray<long> Heights)
{
    public long Latest => Heights.IsEmpty ? 0 : Heights[0];

    /// <summary>With how many more roots the one of this block is gone; 0: it is not there (any more).</summary>
    public int Remaining(long height) => Heights.IndexOf(height) is >= 0 and var newer ? Size - newer : 0;
}
