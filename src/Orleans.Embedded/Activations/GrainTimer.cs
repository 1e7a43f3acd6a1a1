using Orleans.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>A timer of one activation. Its ticks queue as calls do; the next one is set when a callback has ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Tick _tick;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private TimeSpan _period;
    private TimeSpan? _changedDueTime;
    private bool _isTicking;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _tick = new Tick(this, callback, options);
        using var suppressed = TurnPlace.SuppressFlow();
        _timer = activation.Runtime.Time.CreateTimer(
            static state => ((GrainTimer)state!).OnDue(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        lock (_gate)
        {
            _period = period;
            if (_isTicking)
            {
                _changedDueTime = dueTime;
            }
            else
            {
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        _timer.Dispose();
        _activation.Forget(this);
    }

    private static void Validate(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, time, "A timer cannot tick in the past.");
        }
    }

    private void OnDue()
    {
        lock (_gate)
        {
            if (_isTicking || _ended.IsCancellationRequested || _activation.Runtime.IsStopping)
            {
                return;
            }

            _isTicking = true;
        }

        _tick.SentAt = _activation.Runtime.Time.GetTimestamp();
        _activation.TryAccept(_tick);
    }

    private void OnTicked(Exception? exception)
    {
        if (exception is not null && !_ended.IsCancellationRequested)
        {
            _activation.Runtime.Logger.TimerFailed(exception, _activation.GrainId);
        }

        lock (_gate)
        {
            _isTicking = false;
            if (!_ended.IsCancellationRequested)
            {
                _timer.Change(_changedDueTime ?? _period, Timeout.InfiniteTimeSpan);
            }

            _changedDueTime = null;
        }
    }

    private sealed class Tick(
        GrainTimer timer,
        Func<CancellationToken, Task> callback,
        GrainTimerCreationOptions options
    ) : Call
    {
        public override string Name => "timer";
        public override bool Interleaves => options.Interleave;
        public override bool KeepsAlive => options.KeepAlive;
        public override bool HasCaller => false;
        public override bool IsAnswered => false;
        public override bool IsCancelled => timer._ended.IsCancellationRequested;

        public override Task Start(object grain) => callback(timer._ended.Token);

        public override bool Answer(Task completed)
        {
            timer.OnTicked(completed.Exception?.InnerException);
            return true;
        }

        public override void Fail(Exception exception) => timer.OnTicked(exception);
    }
}
