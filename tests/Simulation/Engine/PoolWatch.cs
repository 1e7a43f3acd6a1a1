using System.Diagnostics.Tracing;

namespace Anchor.Simulation.Engine;

/// <summary>Is told by the framework of everything that is put on the thread pool, on the thread that puts it there.</summary>
internal sealed class PoolWatch : EventListener
{
    private const string Source = "System.Diagnostics.Eventing.FrameworkEventSource";
    private const EventKeywords ThreadPoolEvents = (EventKeywords)2;
    private const int EnqueueWork = 30;

    [ThreadStatic]
    private static Home? t_home;

    private static readonly PoolWatch s_instance = new();

    /// <summary>From now on, until it is given null, whatever this thread puts on the pool has escaped from the run.</summary>
    public static void Watch(Home? home)
    {
        GC.KeepAlive(s_instance);
        t_home = home;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
        {
            EnableEvents(eventSource, EventLevel.Verbose, ThreadPoolEvents);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == EnqueueWork)
        {
            t_home?.Escaped("work was put on the thread pool");
        }
    }
}
