using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Simulation.Engine;

namespace Anchor.Simulation.World;

/// <summary>What stands on the ledger of one transaction.</summary>
internal sealed record Applied(long Ledger, PayoutOrder Order, DestinationState? Refused);

/// <summary>
/// A Stellar network in small: a ledger closes every five seconds and takes what has the next sequence number and is in time. It has
/// balances to the stroop, and a history that a Horizon may show late.
/// </summary>
internal sealed class Ledger
{
    public const long FirstLedger = 100;
    public static readonly TimeSpan Close = TimeSpan.FromSeconds(5);
    private const long OperationsPerLedger = 1000;

    private readonly SimWorld _world;
    private readonly DateTimeOffset _start;
    private readonly Dictionary<string, List<(long Ledger, long Sequence)>> _sequences = [];
    private readonly Dictionary<string, DestinationState> _users = [];
    private readonly SortedDictionary<string, (SignedEnvelope Envelope, PayoutOrder Order)> _queue = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, Applied> _history = [];
    private readonly Dictionary<string, PayoutOrder> _signed = [];
    private readonly List<IncomingPayment> _coming = [];
    private readonly List<(long Ledger, IncomingPayment Payment)> _payments = [];

    public Ledger(SimWorld world)
    {
        _world = world;
        _start = world.Timeline.Now;
        SetSequence(SimAssets.Distribution, FirstLedger * OperationsPerLedger);
        world.Timeline.After(Close, CloseOne);
    }

    public long Latest { get; private set; } = FirstLedger;

    /// <summary>What the anchor's account holds more, or less, than at the beginning.</summary>
    public long Stroops { get; private set; }

    public IReadOnlyList<(long Ledger, IncomingPayment Payment)> Payments => _payments;

    public IReadOnlyDictionary<string, Applied> History => _history;

    public DateTimeOffset ClosedAt(long ledger) => _start + (Close * (ledger - FirstLedger));

    public Landmark Landmark(long ledger) => new(ledger, $"hash of {ledger}", ClosedAt(ledger));

    /// <summary>The id after which the operations of later ledgers come.</summary>
    public static string CursorAfter(long ledger) => $"{(ledger * OperationsPerLedger) + OperationsPerLedger - 1}";

    /// <summary>The account's sequence number at the end of a ledger; null if it was not there.</summary>
    public long? SequenceOf(string account, long seen) =>
        _sequences.GetValueOrDefault(account)?.FindLast(entry => entry.Ledger <= seen) is { Ledger: > 0 } entry
            ? entry.Sequence
            : null;

    public DestinationState StateOf(string user) => _users.GetValueOrDefault(user);

    public void SetState(string user, DestinationState state) => _users[user] = state;

    /// <summary>Whoever signed tells which order the bytes carry: the bytes themselves are only a name here.</summary>
    public string Sign(PayoutOrder order)
    {
        var hash = $"hash-{_signed.Count + 1:0000}";
        _signed.Add(hash, order);
        return hash;
    }

    /// <summary>A user pays the anchor in the next ledger.</summary>
    public void Pay(string from, MemoText? memo, AssetId asset, Amount amount) =>
        _coming.Add(
            new IncomingPayment
            {
                Account = SimAssets.Distribution,
                From = from,
                Asset = asset,
                Amount = amount,
                Memo = memo,
            }
        );

    /// <summary>The bytes arrive at the network.</summary>
    public void Submit(SignedEnvelope envelope)
    {
        if (!_history.ContainsKey(envelope.Hash))
        {
            _queue[envelope.Hash] = (envelope, _signed[envelope.Hash]);
        }
    }

    /// <summary>What a Horizon that has seen this ledger knows of the hash.</summary>
    public Applied? Find(string hash, long seen) =>
        _history.TryGetValue(hash, out var applied) && applied.Ledger <= seen ? applied : null;

    /// <summary>The bytes can never pay from now on, whoever sends them.</summary>
    public bool CanNeverPay(SignedEnvelope envelope) =>
        _history.TryGetValue(envelope.Hash, out var applied)
            ? applied.Refused is not null
            : ClosedAt(Latest) > envelope.MaxTime;

    private void CloseOne()
    {
        Latest++;
        var inOrder = _queue.OrderBy(entry => _world.Dice.Roll($"{entry.Key} in {Latest}")).ToList();
        _queue.Clear();
        foreach (var (hash, (envelope, order)) in inOrder)
        {
            if (envelope.MaxTime < ClosedAt(Latest))
            {
                continue;
            }

            if (SequenceOf(envelope.Channel, Latest) + 1 != envelope.Sequence)
            {
                continue;
            }

            SetSequence(envelope.Channel, envelope.Sequence);
            Apply(hash, order);
        }

        foreach (var payment in _coming)
        {
            Receive(payment);
        }

        _coming.Clear();
        _world.Trace.Add("ledger closes");
        _world.OnLedgerClosed();
        _world.Timeline.After(Close, CloseOne);
    }

    private void Apply(string hash, PayoutOrder order)
    {
        var state = _users.GetValueOrDefault(order.Destination);
        var takes = order.Kind switch
        {
            PayoutKind.Payment => state == DestinationState.Ready,
            PayoutKind.CreateAccount => state == DestinationState.AccountMissing,
            PayoutKind.OpenChannels => order.Channels.All(channel => SequenceOf(channel, Latest) is null),
            _ => true,
        };
        var applied = new Applied(Latest, order, takes ? null : state);
        _history.Add(hash, applied);
        _world.Trace.Tell($"ledger {Latest}: {hash} of {order.PurposeId} {(takes ? "pays" : $"fails, {state}")}");
        if (!takes)
        {
            return;
        }

        switch (order.Kind)
        {
            case PayoutKind.OpenChannels:
                foreach (var channel in order.Channels)
                {
                    SetSequence(channel, Latest * OperationsPerLedger);
                }

                break;
            case PayoutKind.CreateAccount:
                _users[order.Destination] = DestinationState.TrustlineMissing;
                break;
            default:
                Stroops -= order.Amount.Stroops;
                break;
        }

        _world.Rules.OnLedgerPaid(hash, order);
    }

    private void SetSequence(string account, long sequence)
    {
        if (!_sequences.TryGetValue(account, out var entries))
        {
            _sequences.Add(account, entries = []);
        }

        entries.Add((Latest, sequence));
    }

    private void Receive(IncomingPayment payment)
    {
        var id = $"{(Latest * OperationsPerLedger) + _payments.Count % OperationsPerLedger}";
        var received = payment with
        {
            Id = id,
            StellarTransactionId = $"in-{id}",
            LedgerClosedAt = ClosedAt(Latest),
            Status = PaymentStatus.Received,
        };
        _payments.Add((Latest, received));
        Stroops += payment.Asset == SimAssets.Test ? payment.Amount.Stroops : 0;
        _world.Trace.Tell(
            $"ledger {Latest}: payment {id} of {payment.Amount} {payment.Asset.Code}, memo {payment.Memo?.Value}"
        );
    }
}
