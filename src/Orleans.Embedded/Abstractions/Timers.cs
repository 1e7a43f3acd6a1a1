using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer that lives as long as the activation.</summary>
public interface IGrainTimer : IDisposable
{
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>How a grain timer ticks. The period runs from the end of one callback to the start of the next.</summary>
public readonly struct GrainTimerCreationOptions()
{
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period)
        : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    public required TimeSpan DueTime { get; init; }

    public required TimeSpan Period { get; init; }

    /// <summary>The callback may run between the turns of a call; otherwise it waits as a call would.</summary>
    public bool Interleave { get; init; }

    /// <summary>A tick counts as use, so that the activation does not become idle.</summary>
    public bool KeepAlive { get; init; }
}
