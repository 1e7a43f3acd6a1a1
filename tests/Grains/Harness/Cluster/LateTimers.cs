namespace Anchor.Grains.Tests.Harness;

/// <summary>
/// The world's clock with timers that fire a millisecond late, as those of a real clock do. Orleans waits for a moment in whole milliseconds
/// and asks again at once while a fraction is left: on a clock that stands, its reminder service would ask for ever.
/// </summary>
internal sealed class LateTimers(TimeProvider clock) : TimeProvider
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(1);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(clock.CreateTimer(callback, state, Delayed(dueTime), period));

    private static TimeSpan Delayed(TimeSpan dueTime) => dueTime < TimeSpan.Zero ? dueTime : dueTime + Late;

    private sealed class Timer(ITimer inner) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(Delayed(dueTime), period);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
