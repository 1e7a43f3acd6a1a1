using System.Collections.Immutable;

namespace Anchor.Sandbox.Hathor;

/// <summary>
/// A full node that lives through a recording: it has seen the first events, and none of the others yet. Everything it answers follows from
/// those; it goes on when it is told to.
/// </summary>
public sealed class RecordedNode(HathorRecording recording)
{
    private readonly Lock _gate = new();
    private RecordedChain _chain = new();
    private int _seen;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HathorRecording Recording { get; } = recording;

    public string Network { get; init; } = "unittests";

    public string PeerId { get; init; } = "recorded_peer_id";

    /// <summary>For how many blocks a reward stays locked.</summary>
    public int RewardSpendMinBlocks { get; init; } = 10;

    /// <summary>Whether it gives a block and what that confirms in one call; nodes before 0.40 do not.</summary>
    public bool GivesTransactions { get; set; } = true;

    /// <summary>The name of the event queue; with another one all ids mean other events.</summary>
    public string StreamId { get; set; } = "recorded_stream_id";

    public HathorFaults Faults { get; } = new();

    /// <summary>How many events it has seen.</summary>
    public int Seen
    {
        get
        {
            lock (_gate)
            {
                return _seen;
            }
        }
    }

    public bool IsAtEnd => Seen == Recording.Events.Length;

    /// <summary>Done when it goes on.</summary>
    public Task Moved
    {
        get
        {
            lock (_gate)
            {
                return _moved.Task;
            }
        }
    }

    /// <summary>Goes to a position, also backwards, as a node that was restored would.</summary>
    public void MoveTo(int seen)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seen);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seen, Recording.Events.Length);
        lock (_gate)
        {
            if (seen < _seen)
            {
                (_chain, _seen) = (new RecordedChain(), 0);
            }

            for (; _seen < seen; _seen++)
            {
                _chain.Apply(Recording.Events[_seen]);
            }

            _moved.TrySetResult();
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Goes on to the next position at which a node would let itself be seen; false at the end.</summary>
    public bool MoveOn()
    {
        var seen = Seen;
        var next = Recording.Moments.FirstOrDefault(moment => moment > seen);
        if (next == 0)
        {
            return false;
        }

        MoveTo(next);
        return true;
    }

    public void MoveToEnd() => MoveTo(Recording.Events.Length);

    /// <summary>The events from an id on that it has seen.</summary>
    internal ImmutableArray<RecordedEvent> EventsFrom(long id, int count)
    {
        lock (_gate)
        {
            var from = (int)Math.Clamp(id, 0, _seen);
            return Recording.Events.AsSpan(from, Math.Min(count, _seen - from)).ToImmutableArray();
        }
    }

    /// <summary>Looks at the chain as it is.</summary>
    internal T Look<T>(Func<RecordedChain, T> look)
    {
        lock (_gate)
        {
            return look(_chain);
        }
    }
}
