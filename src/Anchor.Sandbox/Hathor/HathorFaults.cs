using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Anchor.Sandbox.Hathor;

/// <summary>What can go wrong with a node.</summary>
public enum HathorFault
{
    None = 0,

    /// <summary>Answers 429.</summary>
    TooMany = 1,

    /// <summary>Answers 500.</summary>
    Broken = 2,

    /// <summary>Answers after <see cref="HathorFaults.Latency"/> only.</summary>
    Slow = 3,

    /// <summary>The connection ends in the middle of the answer.</summary>
    Cut = 4,

    /// <summary>The chain goes on after the answer was made and before it is sent.</summary>
    MovesOn = 5,
}

/// <summary>The faults of a stand-in node: those of requests in the order in which they are wanted, then none; and what lasts.</summary>
public sealed class HathorFaults
{
    private static readonly ImmutableArray<HathorFault> Rotation =
    [
        HathorFault.Broken,
        HathorFault.TooMany,
        HathorFault.Cut,
        HathorFault.MovesOn,
        HathorFault.Slow,
    ];

    private readonly ConcurrentQueue<HathorFault> _next = new();
    private long _requests;
    private long _struck;

    /// <summary>How long every answer takes more than it must.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Of so many pushes of the doorbell one is lost; 0: none.</summary>
    public int LosesEvery { get; set; }

    /// <summary>Whether pushes and events come twice.</summary>
    public bool Doubles { get; set; }

    /// <summary>Sockets are closed after so many messages; 0: never.</summary>
    public int ClosesAfter { get; set; }

    /// <summary>
    /// The event queue reads what it is told only so often, and then all of it before it sends anything: as a node does that is busy with its
    /// chain.
    /// </summary>
    public TimeSpan ReadsEvery { get; set; }

    /// <summary>Of so many requests one meets a fault, each time another one; 0: none.</summary>
    public int StrikesEvery { get; set; }

    /// <summary>All sockets are to break.</summary>
    internal event EventHandler? Breaking;

    /// <summary>Breaks all sockets, as a restart of the node does.</summary>
    public void BreakSockets() => Breaking?.Invoke(this, EventArgs.Empty);

    /// <summary>How many requests met a fault.</summary>
    public long Struck => Interlocked.Read(ref _struck);

    /// <summary>The next requests meet these, in their order.</summary>
    public void Plan(params ImmutableArray<HathorFault> faults)
    {
        foreach (var fault in faults)
        {
            _next.Enqueue(fault);
        }
    }

    internal HathorFault Next()
    {
        if (!_next.TryDequeue(out var fault))
        {
            fault =
                StrikesEvery is > 0 and var every && Interlocked.Increment(ref _requests) % every == 0
                    ? Rotation[(int)(_requests / every % Rotation.Length)]
                    : HathorFault.None;
        }

        if (fault != HathorFault.None)
        {
            Interlocked.Increment(ref _struck);
        }

        return fault;
    }
}
