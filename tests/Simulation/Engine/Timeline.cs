namespace Anchor.Simulation.Engine;

/// <summary>Virtual time and what happens in it. Time stands still while anything runs.</summary>
internal sealed class Timeline(DateTimeOffset start)
{
    private readonly PriorityQueue<Happening, (long Due, long Number)> _queue = new();
    private long _number;

    public DateTimeOffset Now { get; private set; } = start;

    public bool IsEmpty => _queue.Count == 0;

    public Happening At(DateTimeOffset due, Action action)
    {
        var happening = new Happening(due, action);
        _queue.Enqueue(happening, (due.UtcTicks, _number++));
        return happening;
    }

    public Happening After(TimeSpan pause, Action action) => At(Now + pause, action);

    /// <summary>Moves the clock to the next happening and lets it happen; false if there is none.</summary>
    public bool Advance()
    {
        while (_queue.TryDequeue(out var happening, out _))
        {
            if (happening.Action is { } action)
            {
                Now = happening.Due > Now ? happening.Due : Now;
                happening.Cancel();
                action();
                return true;
            }
        }

        return false;
    }
}

/// <summary>Something that will happen, unless it is cancelled.</summary>
internal sealed class Happening(DateTimeOffset due, Action action)
{
    public DateTimeOffset Due => due;

    public Action? Action { get; private set; } = action;

    public void Cancel() => Action = null;
}
