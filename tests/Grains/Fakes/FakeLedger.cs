using System.Collections.Concurrent;
using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>What sending an envelope comes to.</summary>
public enum Sending
{
    Applies,

    /// <summary>It applies, and nobody says so.</summary>
    AppliesAndLosesTheAnswer,

    /// <summary>It never arrives.</summary>
    Vanishes,
}

/// <summary>A payment that stands on the ledger.</summary>
internal sealed record LedgerPayment(PayoutOrder Order, SignedEnvelope Envelope);

/// <summary>A ledger that outlives every silo. It keeps the rules: sequence numbers in order, max times, destinations that can take the asset.</summary>
internal sealed partial class FakeLedger(TimeProvider time) : ILedger
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _sequences = [];
    private readonly Dictionary<string, PayoutOrder> _orders = [];
    private readonly Dictionary<string, EnvelopeFate> _fates = [];
    private readonly Dictionary<string, SignedEnvelope> _inFlight = [];
    private readonly List<LedgerPayment> _payments = [];
    private readonly List<string> _violations = [];
    private readonly Queue<Sending> _script = new();
    private readonly HashSet<string> _accounts = [];
    private readonly HashSet<string> _lost = [];
    private readonly ConcurrentDictionary<string, byte> _broken = new();

    /// <summary>What destinations can take; those that are not here are ready.</summary>
    public ConcurrentDictionary<string, DestinationState> Destinations { get; } = new();

    /// <summary>Lets a test come between signing and storing. Null: nothing comes between.</summary>
    public Func<PayoutOrder, Task<PrepareOutcome?>>? Preparing { get; set; }

    public int Sent { get; private set; }

    public int Signed
    {
        get
        {
            lock (_gate)
            {
                return _orders.Count;
            }
        }
    }

    public IReadOnlyList<LedgerPayment> Payments
    {
        get
        {
            lock (_gate)
            {
                return [.. _payments];
            }
        }
    }

    /// <summary>What a payer must never do, and did.</summary>
    public IReadOnlyList<string> Violations
    {
        get
        {
            lock (_gate)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>From now on every look at this account fails.</summary>
    public void Break(string account) => _broken[account] = 0;

    /// <summary>What comes of the next envelopes that are sent for the first time, in order; those after them apply.</summary>
    public void Will(params IEnumerable<Sending> sendings)
    {
        lock (_gate)
        {
            foreach (var sending in sendings)
            {
                _script.Enqueue(sending);
            }
        }
    }

    /// <summary>From now on everything that is sent applies.</summary>
    public void Heal()
    {
        lock (_gate)
        {
            _script.Clear();
        }
    }

    public Task<DestinationState> CheckDestinationAsync(
        string destination,
        bool hasMemo,
        AssetId asset,
        Amount amount,
        CancellationToken cancellationToken
    )
    {
        return _broken.ContainsKey(destination)
            ? throw new IOException($"{destination} cannot be looked at.")
            : Task.FromResult(Destinations.GetValueOrDefault(destination));
    }

    public async Task<PrepareOutcome> PrepareAsync(
        PayoutOrder order,
        string channel,
        CancellationToken cancellationToken
    )
    {
        if (Preparing is { } preparing && await preparing(order) is { } other)
        {
            return other;
        }

        lock (_gate)
        {
            var hash = $"hash-{_orders.Count + 1}";
            _orders.Add(hash, order);
            var balance = order.Kind == PayoutKind.ClaimableBalance ? $"balance-{hash}" : null;
            return new PrepareOutcome.Ready(
                new SignedEnvelope(
                    channel,
                    SequenceOf(channel) + 1,
                    hash,
                    $"bytes of {hash}",
                    time.GetUtcNow() + Lifetime,
                    balance
                )
            );
        }
    }

    public Task<EnvelopeFate> DriveAsync(SignedEnvelope envelope, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Sent++;
            CountLost(envelope);
            if (_fates.TryGetValue(envelope.Hash, out var known))
            {
                return Task.FromResult(known);
            }

            if (time.GetUtcNow() > envelope.MaxTime)
            {
                return Task.FromResult(Settle(envelope, new EnvelopeFate.Dead("tx_too_late", null)));
            }

            if (_lost.Contains(envelope.Hash))
            {
                return Task.FromResult<EnvelopeFate>(new EnvelopeFate.Unknown("tx_bad_seq"));
            }

            if (!_inFlight.TryAdd(envelope.Channel, envelope) && _inFlight[envelope.Channel] != envelope)
            {
                _violations.Add($"{envelope.Channel} carries {_inFlight[envelope.Channel].Hash} and {envelope.Hash}");
            }

            var sending = _script.TryDequeue(out var scripted) ? scripted : Sending.Applies;
            if (sending == Sending.Vanishes || envelope.Sequence != SequenceOf(envelope.Channel) + 1)
            {
                return Task.FromResult<EnvelopeFate>(new EnvelopeFate.Unknown("not found"));
            }

            _sequences[envelope.Channel] = envelope.Sequence;
            var fate = Settle(envelope, Apply(envelope));
            return sending == Sending.AppliesAndLosesTheAnswer
                ? throw new IOException("The network went away.")
                : Task.FromResult(fate);
        }
    }

    public ImmutableArray<string> ChannelsOf(string distributionAccount, int count) =>
        [.. Enumerable.Range(1, count).Select(i => $"GCHANNEL{i:00}")];

    public Task<ImmutableArray<string>> ExistingAsync(
        ImmutableArray<string> accounts,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            return Task.FromResult(accounts.Where(_accounts.Contains).ToImmutableArray());
        }
    }

    private EnvelopeFate Settle(SignedEnvelope envelope, EnvelopeFate fate)
    {
        _fates[envelope.Hash] = fate;
        if (_inFlight.GetValueOrDefault(envelope.Channel) == envelope)
        {
            _inFlight.Remove(envelope.Channel);
        }

        return fate;
    }

    private EnvelopeFate Apply(SignedEnvelope envelope)
    {
        var order = _orders[envelope.Hash];
        var state = Destinations.GetValueOrDefault(order.Destination);
        var takes = order.Kind switch
        {
            PayoutKind.Payment => state == DestinationState.Ready,
            PayoutKind.CreateAccount => state == DestinationState.AccountMissing,
            _ => true,
        };
        if (!takes)
        {
            return new EnvelopeFate.Dead("tx_failed", new PayoutEnd.DestinationRefused(state));
        }

        if (order.Kind == PayoutKind.CreateAccount)
        {
            Destinations[order.Destination] = DestinationState.TrustlineMissing;
        }

        _accounts.UnionWith(order.Channels);
        _payments.Add(new LedgerPayment(order, envelope));
        return new EnvelopeFate.Applied();
    }
}
