namespace Anchor.Grains.Tests.Harness;

/// <summary>Knows whether anything goes on, so that the clock moves only when nothing does.</summary>
internal sealed class Activity
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);
    private const int QuietLooks = 5;

    private int _inside;
    private long _count;

    public IDisposable Enter()
    {
        Interlocked.Increment(ref _inside);
        Interlocked.Increment(ref _count);
        return new Exit(this);
    }

    /// <summary>Waits until no call to the outside runs or has run for a while. What hangs on purpose does not count.</summary>
    public async Task SettleAsync()
    {
        var quiet = 0;
        var seen = Interlocked.Read(ref _count);
        while (quiet < QuietLooks)
        {
            await Task.Delay(Look, TimeProvider.System);
            // Whatever was queued on the pool before has begun when this comes back.
            await Task.Run(static () => { });
            var now = Interlocked.Read(ref _count);
            quiet = now == seen && Volatile.Read(ref _inside) == 0 ? quiet + 1 : 0;
            seen = now;
        }
    }

    private sealed class Exit(Activity owner) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                Interlocked.Increment(ref owner._count);
                Interlocked.Decrement(ref owner._inside);
            }
        }
    }
}
