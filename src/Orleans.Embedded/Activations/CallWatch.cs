using Orleans.Embedded.Calls;

namespace Orleans.Embedded.Activations;

/// <summary>
/// Gives callers a <see cref="TimeoutException"/> when the response time is over. It looks only at activations that have
/// unfinished calls, a few times within the response time.
/// </summary>
internal sealed class CallWatch : IDisposable
{
    private const int LooksPerTimeout = 16;

    private readonly EmbeddedRuntime _runtime;
    private readonly TimeSpan _interval;
    private readonly long _timeout;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private List<Activation> _watched = [];

    public CallWatch(EmbeddedRuntime runtime)
    {
        _runtime = runtime;
        _interval = runtime.Options.ResponseTimeout / LooksPerTimeout;
        _timeout = (long)(runtime.Options.ResponseTimeout.TotalSeconds * runtime.Time.TimestampFrequency);
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
        lock (_gate)
        {
            _watched.Add(activation);
            if (_watched.Count == 1)
            {
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        List<Activation> watched;
        lock (_gate)
        {
            (watched, _watched) = (_watched, []);
        }

        var sentBefore = _runtime.Time.GetTimestamp() - _timeout;
        var overdue = new List<Call>();
        foreach (var activation in watched)
        {
            if (activation.Expire(sentBefore, overdue))
            {
                Add(activation);
            }

            foreach (var call in overdue)
            {
                // On its own, because the caller's code may continue within.
                _runtime.Place.Run(() => call.Fail(LateAnswer(activation, call)));
            }

            overdue.Clear();
        }
    }

    private TimeoutException LateAnswer(Activation activation, Call call)
    {
        _runtime.Logger.TimedOut(call.Name, activation.GrainId, _runtime.Options.ResponseTimeout);
        return new TimeoutException(
            $"No answer from {call.Name} of {activation.GrainId} within {_runtime.Options.ResponseTimeout}; it may still take effect."
        );
    }
}
