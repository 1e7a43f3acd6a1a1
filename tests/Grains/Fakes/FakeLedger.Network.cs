using System.Collections.Immutable;
using Anchor.Domain.Network;
using Anchor.Domain.Payouts;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>The ledger as a network that can begin anew: a ledger closes every five seconds of the clock.</summary>
internal sealed partial class FakeLedger
{
    private static readonly TimeSpan Close = TimeSpan.FromSeconds(5);

    private DateTimeOffset _genesis = time.GetUtcNow() - TimeSpan.FromMinutes(10);
    private DateTimeOffset _before;
    private int _incarnation;

    /// <summary>Whether looks at the network answer; payouts do all the same.</summary>
    public bool IsVisible { get; set; } = true;

    /// <summary>How many ledgers the Horizon that is asked lags behind.</summary>
    public int Lag { get; set; }

    public int Looks { get; private set; }

    /// <summary>What was sent under an envelope that was signed on a network which is gone.</summary>
    public int SentAfterReset { get; private set; }

    /// <summary>Everything begins anew: accounts, sequence numbers, history.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _incarnation++;
            _before = _genesis;
            _genesis = time.GetUtcNow();
            _sequences.Clear();
            _fates.Clear();
            _inFlight.Clear();
            _accounts.Clear();
            _lost.UnionWith(_orders.Keys);
        }
    }

    /// <summary>The network that was there before comes back, as after a wrong setting.</summary>
    public void Return()
    {
        lock (_gate)
        {
            _incarnation--;
            _genesis = _before;
            _lost.Clear();
        }
    }

    /// <summary>The payments that stand on the network which is there now.</summary>
    public IReadOnlyList<LedgerPayment> PaymentsOfToday
    {
        get
        {
            lock (_gate)
            {
                return [.. _payments.Where(payment => !_lost.Contains(payment.Envelope.Hash))];
            }
        }
    }

    public Task<NetworkSight> LookAtNetworkAsync(
        ImmutableArray<Landmark> landmarks,
        ImmutableArray<string> cursors,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            Looks++;
            if (!IsVisible)
            {
                return Task.FromResult(new NetworkSight(NetworkVerdict.Unsure, null, "It does not answer."));
            }

            var latest = At(LatestLedger - Lag);
            var known = landmarks.FirstOrDefault(landmark => landmark.Ledger <= latest.Ledger);
            return Task.FromResult(
                landmarks.IsEmpty ? new NetworkSight(NetworkVerdict.Same, latest, "It is the first look.")
                : known is null && latest.ClosedAt <= landmarks[0].ClosedAt
                    ? new NetworkSight(NetworkVerdict.Unsure, latest, "It lags.")
                : known is not null && At(known.Ledger).Hash == known.Hash
                    ? new NetworkSight(NetworkVerdict.Same, latest, "It is known.")
                : new NetworkSight(NetworkVerdict.Other, latest, "another hash")
            );
        }
    }

    /// <summary>Where the readers' network stands when a new one is taken over.</summary>
    public Func<string> Present { get; set; } = () => "0";

    public string CursorAfter(Landmark landmark) => Present();

    /// <summary>Sequence numbers begin with the ledger that creates an account, so those of another incarnation never fit.</summary>
    private long SequenceOf(string channel) => _sequences.GetValueOrDefault(channel, _incarnation * 1_000_000L);

    private long LatestLedger => 2 + ((time.GetUtcNow() - _genesis).Ticks / Close.Ticks);

    private Landmark At(long ledger) => new(ledger, $"hash {_incarnation}/{ledger}", _genesis + ((ledger - 2) * Close));

    private void CountLost(SignedEnvelope envelope) => SentAfterReset += _lost.Contains(envelope.Hash) ? 1 : 0;
}
