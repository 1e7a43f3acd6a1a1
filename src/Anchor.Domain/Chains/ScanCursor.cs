using System.Collections.Immutable;

namespace Anchor.Domain.Chains;

/// <summary>A block by its height and hash: only both together say which one it is.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.block-point")]
public sealed record BlockPoint(long Height, string Hash);

/// <summary>Up to which block a chain was read, and the blocks by which it is known whether that is still its past.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.scan-cursor")]
public sealed record ScanCursor
{
    /// <summary>Points that are kept: beyond so many the chain is not the one that was read.</summary>
    public const int LongestTrail = 256;

    /// <summary>Grows with every reader that is appointed; an older reader's pages are refused.</summary>
    [Id(0)]
    public long Epoch { get; init; }

    /// <summary>Ends of the pages that were read, the latest last; empty before the first.</summary>
    [Id(1)]
    public ImmutableArray<BlockPoint> Trail { get; init; } = [];

    /// <summary>How often the chain was found to have changed its past: events read since have it in their id.</summary>
    [Id(2)]
    public long Rewinds { get; init; }

    /// <summary>Why reading has stopped, for the operator; null while all is well.</summary>
    [Id(3)]
    public string? Alarm { get; init; }

    /// <summary>The last block that was read; null before the first.</summary>
    public BlockPoint? Latest => Trail.IsEmpty ? null : Trail[^1];

    /// <summary>The chain was read up to this block.</summary>
    /// <exception cref="ArgumentException">It is not above what was read.</exception>
    public ScanCursor ReadUpTo(BlockPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (point.Height <= Latest?.Height)
        {
            throw new ArgumentException($"{point.Height} was read already.", nameof(point));
        }

        var longer = Trail.Add(point);
        return this with
        {
            Trail = longer.Length > LongestTrail ? longer.RemoveRange(0, longer.Length - LongestTrail) : longer,
            Alarm = null,
        };
    }

    /// <summary>Everything above this point of the trail is not the chain's past any more. Null if it is no point of it.</summary>
    public ScanCursor? RewindTo(BlockPoint point)
    {
        var place = Trail.IndexOf(point);
        return place < 0 ? null : this with { Trail = Trail[..(place + 1)], Rewinds = Rewinds + 1, Alarm = null };
    }
}
