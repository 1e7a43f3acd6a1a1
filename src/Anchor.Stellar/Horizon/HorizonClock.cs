namespace Anchor.Stellar.Horizon;

/// <summary>The network's time: the latest ledger close that Horizon has shown. Time bounds are judged by it, not by our own clock.</summary>
public sealed class HorizonClock
{
    private LedgerClose? _latest;

    /// <summary>Null until Horizon was heard once.</summary>
    public LedgerClose? Latest => Volatile.Read(ref _latest);

    internal void Observe(long ledger, DateTimeOffset closedAt)
    {
        var seen = new LedgerClose(ledger, closedAt);
        LedgerClose? known;
        do
        {
            known = Volatile.Read(ref _latest);
            // By time and not by number: a network that was reset starts again at ledger 1.
            if (known is not null && known.ClosedAt >= closedAt)
            {
                return;
            }
        } while (Interlocked.CompareExchange(ref _latest, seen, known) != known);
    }
}

/// <summary>A ledger and the time at which it closed.</summary>
public sealed record LedgerClose(long Ledger, DateTimeOffset ClosedAt);
