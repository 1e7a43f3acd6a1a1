namespace Anchor.Stellar.Horizon;

/// <summary>The pauses between tries: they double up to a cap, and each is shortened by up to a half so that many readers do not come back at once.</summary>
internal sealed class HorizonBackoff(HorizonOptions options, Func<double> nextRandom)
{
    private int _tries;

    public void Reset() => _tries = 0;

    /// <summary>The next pause; not shorter than what Horizon asked for, within the cap.</summary>
    public TimeSpan Next(TimeSpan? asked)
    {
        var cap = options.BackoffCap;
        var full = options.BackoffFirst * Math.Pow(2, Math.Min(_tries++, 30));
        var pause = (full < cap ? full : cap) * (0.5 + (nextRandom() / 2));
        return asked is not { } wanted || wanted <= pause ? pause
            : wanted < cap ? wanted
            : cap;
    }
}
