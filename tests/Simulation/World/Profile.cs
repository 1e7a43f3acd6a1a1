using Anchor.Grains;
using Anchor.Grains.Ports;
using Anchor.Simulation.Engine;

namespace Anchor.Simulation.World;

/// <summary>The character of one seed. Each seed leaves out most kinds of trouble, so that the rest of it gets far.</summary>
internal sealed class Profile
{
    public Profile(Dice dice)
    {
        Deposits = dice.Between("deposits", 10, 14);
        Withdrawals = dice.Between("withdrawals", 10, 14);
        WriteFaults = dice.Pick("write faults", 0, 0.01, 0.04, 0.1);
        ReadFaults = dice.Pick("read faults", 0, 0, 0.003, 0.01);
        LedgerFaults = dice.Pick("ledger faults", 0, 0.02, 0.1, 0.25);
        BankFaults = dice.Pick("bank faults", 0, 0.05, 0.2, 0.4);
        Deaths = dice.Pick("deaths", 0, 0.002, 0.006, 0.02);
        MostDeaths = dice.Between("most deaths", 1, 6);
        Replaces = dice.Chance("replaces", 0.25);
        Guarantee = dice.Pick(
            "guarantee",
            RailsGuarantee.FindsByKey,
            RailsGuarantee.DeduplicatesByKey,
            RailsGuarantee.FindsByKey,
            RailsGuarantee.DeduplicatesByKey,
            RailsGuarantee.None
        );
        Channels = dice.Between("channels", 0, 4);
        OnMatch = dice.Chance("polls outgoing", 0.2) ? ExecuteOnMatch.Poll : ExecuteOnMatch.Distributed;
        AsksInBatches = dice.Chance("batches", 0.8);
        PollInterval = TimeSpan.FromSeconds(dice.Pick("polls", 10, 20, 45));
        LongestLatency = TimeSpan.FromMilliseconds(dice.Pick("latency", 5, 50, 500));
        MostLag = dice.Between("lag", 0, 2);
    }

    public int Deposits { get; }
    public int Withdrawals { get; }
    public double WriteFaults { get; }
    public double ReadFaults { get; }
    public double LedgerFaults { get; }
    public double BankFaults { get; }
    public double Deaths { get; }
    public int MostDeaths { get; }

    /// <summary>Whether two processes may be alive at once for a while, each with activations of its own.</summary>
    public bool Replaces { get; }
    public RailsGuarantee Guarantee { get; }
    public int Channels { get; }
    public ExecuteOnMatch OnMatch { get; }
    public bool AsksInBatches { get; }
    public TimeSpan PollInterval { get; }
    public TimeSpan LongestLatency { get; }

    /// <summary>How many ledgers the Horizon that is asked may lag behind.</summary>
    public int MostLag { get; }
}
