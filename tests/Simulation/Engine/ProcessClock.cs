namespace Anchor.Simulation.Engine;

/// <summary>The clock as one process sees it. Its timers die with the process.</summary>
internal sealed class ProcessClock(Timeline timeline, Home home) : TimeProvider
{
    private bool _isDead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public void Kill() => _isDead = true;

    public override DateTimeOffset GetUtcNow()
    {
        home.Check("the clock was read");
        return timeline.Now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        home.Check("a timer was made");
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ProcessClock clock, TimerCallback callback, object? state) : ITimer
    {
        private Happening? _next;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan && !clock._isDead)
            {
                _next = clock.Later(dueTime, Fire);
            }

            return true;
        }

        public void Dispose()
        {
            _next?.Cancel();
            _next = null;
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            if (clock._isDead)
            {
                return;
            }

            _next = _period > TimeSpan.Zero ? clock.Later(_period, Fire) : null;
            callback(state);
        }
    }

    private Happening Later(TimeSpan pause, Action action) => timeline.After(pause, action);
}
