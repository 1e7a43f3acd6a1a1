using System.Collections.Concurrent;
using System.Globalization;
using Anchor.Grains.Sync;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>A network and what is stored of it: a height there and a height here, and steps between them. It outlives silos.</summary>
internal sealed class FakeHathor : ISyncAlerts
{
    public const string Network = "unittests";
    private readonly ConcurrentQueue<Func<SyncStep>> _planned = new();
    private readonly ConcurrentDictionary<Func<CancellationToken, Task>, Lifeline> _rings = new();
    private int _steps;

    /// <summary>The node's height.</summary>
    public long Best { get; set; } = 10;

    /// <summary>Ours; -1 for nothing.</summary>
    public long Height { get; private set; } = -1;

    public int BlocksPerStep { get; set; } = 4;

    /// <summary>How many blocks of ours are not of the best chain any more.</summary>
    public int Fallen { get; set; }

    /// <summary>What is wrong with the node.</summary>
    public string? Stranger { get; set; }

    /// <summary>Steps wait until it is done.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Steps => Volatile.Read(ref _steps);

    /// <summary>How many parts of what is stored were forgotten.</summary>
    public int Forgotten { get; private set; }

    public ConcurrentQueue<SyncAlert> Alerts { get; } = new();

    public Task RaiseAsync(SyncAlert alert, CancellationToken cancellationToken)
    {
        Alerts.Enqueue(alert);
        return Task.CompletedTask;
    }

    /// <summary>What the next step does instead.</summary>
    public void Plan(Func<SyncStep> step) => _planned.Enqueue(step);

    public void PlanFailures(int count)
    {
        for (; count > 0; count--)
        {
            Plan(static () => throw new IOException("the node does not answer"));
        }
    }

    /// <summary>A push of the node's, to whoever listens and lives.</summary>
    public async Task RingAsync()
    {
        foreach (var (ring, lifeline) in _rings.Where(ring => !ring.Value.IsCut))
        {
            await lifeline.PassAsync(() => ring(CancellationToken.None));
        }
    }

    public int Listeners => _rings.Count(ring => !ring.Value.IsCut);

    public SyncStep Step()
    {
        Interlocked.Increment(ref _steps);
        if (_planned.TryDequeue(out var planned))
        {
            return planned();
        }

        if (Fallen > 0)
        {
            return new SyncStep(SyncStepKind.Reorg, Tip, Best, "our tip fell");
        }

        var blocks = (int)Math.Min(BlocksPerStep, Best - Height);
        Height += blocks;
        return new SyncStep(Height < Best ? SyncStepKind.Progressed : SyncStepKind.Done, Tip, Best, null)
        {
            Blocks = blocks,
            Vertices = blocks,
        };
    }

    public SyncStep TakeBack()
    {
        var blocks = Math.Min(BlocksPerStep, Fallen);
        Fallen -= blocks;
        Height -= blocks;
        return new SyncStep(Fallen > 0 ? SyncStepKind.Progressed : SyncStepKind.Done, Tip, Best, null)
        {
            BlocksTakenBack = blocks,
        };
    }

    public bool Forget()
    {
        Forgotten++;
        Height = Math.Max(-1, Height - BlocksPerStep);
        return Height < 0;
    }

    /// <summary>Rings once when it is connected, and then with the node's pushes.</summary>
    public async Task ListenAsync(
        Func<CancellationToken, Task> ring,
        Lifeline lifeline,
        CancellationToken cancellationToken
    )
    {
        await lifeline.PassAsync(() => ring(cancellationToken));
        _rings[ring] = lifeline;
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            _rings.TryRemove(ring, out _);
        }
    }

    private SyncTip? Tip =>
        Height < 0 ? null : new SyncTip(Height, Height.ToString(CultureInfo.InvariantCulture), Height);
}
