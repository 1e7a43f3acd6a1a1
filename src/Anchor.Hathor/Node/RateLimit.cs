using System.Collections.Concurrent;

namespace Anchor.Hathor.Node;

/// <summary>Keeps each kind of request below a rate: a bucket that fills by time, and from which those in line take in their order.</summary>
internal sealed class RateLimit(double? perSecond, int burst, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    public Task WaitAsync(string kind, CancellationToken cancellationToken)
    {
        if (perSecond is not { } rate)
        {
            return Task.CompletedTask;
        }

        var wait = _buckets.GetOrAdd(kind, _ => new Bucket(burst, time.GetTimestamp())).Take(rate, burst, time);
        return wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancellationToken);
    }

    private sealed class Bucket(double tokens, long filledAt)
    {
        private readonly Lock _gate = new();
        private double _tokens = tokens;
        private long _filledAt = filledAt;

        /// <summary>Takes one, perhaps on credit; the answer is how long until it is there.</summary>
        public TimeSpan Take(double rate, int burst, TimeProvider time)
        {
            lock (_gate)
            {
                var now = time.GetTimestamp();
                _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * rate));
                _filledAt = now;
                _tokens--;
                return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / rate);
            }
        }
    }
}
