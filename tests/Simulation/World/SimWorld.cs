using System.Collections.Immutable;
using Anchor.Domain.Payments;
using Anchor.Simulation.Engine;
using Anchor.Simulation.Planted;
using Anchor.Simulation.Rules;
using Anchor.Simulation.Stores;

namespace Anchor.Simulation.World;

/// <summary>Everything of one run: the outside, which lasts, and the processes, which come and go.</summary>
internal sealed class SimWorld
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<string, int> _looks = [];
    private TaskCompletionSource _ledgerClosed = new();
    private int _processes;

    public SimWorld(Case @case, Home home, bool keepsHistory)
    {
        Home = home;
        Case = @case;
        Timeline = new Timeline(Start);
        Trace = new Trace(Timeline, keepsHistory);
        Dice = new Dice(@case.Seed);
        Profile = new Profile(Dice);
        Ready = new ReadyTurns(Dice.Roll("order of turns"), @case.IsOrderly);
        Faults = new Faults(Dice, Profile, Timeline, Trace, @case.OnlyFaults);
        Database = new Database { ChecksVersions = @case.Plant != Plant.NoVersionCheck };
        Rules = new RuleBook(this);
        Ledger = new Ledger(this);
        Bank = new Bank(this);
        Users = Users.Of(this);
        StartProcess();
    }

    public Case Case { get; }
    public Home Home { get; }
    public Timeline Timeline { get; }
    public Trace Trace { get; }
    public Dice Dice { get; }
    public Profile Profile { get; }
    public ReadyTurns Ready { get; }
    public Faults Faults { get; }
    public Database Database { get; }
    public RuleBook Rules { get; }
    public Ledger Ledger { get; }
    public Bank Bank { get; }
    public Users Users { get; }

    /// <summary>The process that requests go to; null while none is up.</summary>
    public Process? Front { get; private set; }

    public int Processes => _processes;

    public TimeSpan Latency(string name) => Dice.Between($"{name} latency", ShortestDelay, Profile.LongestLatency);

    /// <summary>Up to which ledger the Horizon has come that is asked now.</summary>
    public long Seen(string what)
    {
        var look = _looks.GetValueOrDefault(what) + 1;
        _looks[what] = look;
        return Math.Max(Ledger.FirstLedger, Ledger.Latest - Dice.Between($"lag at {what} {look}", 0, Profile.MostLag));
    }

    public ImmutableArray<IncomingPayment> PaymentsAfter(string cursor, int limit)
    {
        var seen = Seen("page");
        return
        [
            .. Ledger
                .Payments.Where(entry =>
                    entry.Ledger <= seen
                    && string.CompareOrdinal(PaymentIds.OrderKey(entry.Payment.Id), PaymentIds.OrderKey(cursor)) > 0
                )
                .Take(limit)
                .Select(entry => entry.Payment),
        ];
    }

    public Task WhenLedgerCloses() => _ledgerClosed.Task;

    public void OnLedgerClosed()
    {
        (var closed, _ledgerClosed) = (_ledgerClosed, new TaskCompletionSource());
        closed.SetResult();
    }

    /// <summary>A supervisor starts another process after a while.</summary>
    public void OnDeath(Process process)
    {
        if (Front == process)
        {
            Front = null;
            var pause = Dice.Between(
                $"pause after {process.Number}",
                TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(20)
            );
            Timeline.After(pause, StartProcess);
        }
    }

    public void OnBelievedDead(Process process)
    {
        if (Front == process)
        {
            Front = null;
            Trace.Tell($"process {process.Number} is believed dead");
            StartProcess();
            var rest = Dice.Between($"rest of {process.Number}", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
            Timeline.After(rest, process.Die);
        }
    }

    private void StartProcess()
    {
        Front = new Process(this, ++_processes);
        Front.Start();
    }
}
