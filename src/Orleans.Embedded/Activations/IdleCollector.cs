namespace Orleans.Embedded.Activations;

/// <summary>
/// Ends activations that were not used for a while. Each is looked at when its time could be over, so the cost does not
/// depend on how many there are.
/// </summary>
internal sealed class IdleCollector : IDisposable
{
    private const int LooksPerAge = 16;

    private readonly EmbeddedRuntime _runtime;
    private readonly TimeSpan _interval;
    private readonly long _age;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Activation, long> _byDue = new();

    public IdleCollector(EmbeddedRuntime runtime)
    {
        _runtime = runtime;
        _interval = runtime.Options.CollectionAge / LooksPerAge;
        _age = (long)(runtime.Options.CollectionAge.TotalSeconds * runtime.Time.TimestampFrequency);
        using var suppressed = TurnPlace.SuppressFlow();
        _timer = runtime.Time.CreateTimer(
            _ => runtime.Place.Run(Look),
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public void Add(Activation activation)
    {
        var due = _runtime.Time.GetTimestamp() + _age;
        lock (_gate)
        {
            _byDue.Enqueue(activation, due);
            if (_byDue.Count == 1)
            {
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = _runtime.Time.GetTimestamp();
        while (TryTakeDue(now, out var activation))
        {
            if (activation!.Collect(now - _age) is { } lastUsed)
            {
                lock (_gate)
                {
                    _byDue.Enqueue(activation, Math.Max(lastUsed + _age, now + 1));
                }
            }
        }

        lock (_gate)
        {
            if (_byDue.Count > 0 && !_runtime.IsStopping)
            {
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private bool TryTakeDue(long now, out Activation? activation)
    {
        lock (_gate)
        {
            return _byDue.TryPeek(out activation, out var due)
                && due <= now
                && _byDue.TryDequeue(out activation, out _);
        }
    }
}
