using System.Collections.Immutable;
using Anchor.Domain.Transactions;
using Anchor.Stellar;

namespace Anchor.Silo.Drill;

/// <summary>How one life of the server ends.</summary>
internal enum KillKind
{
    /// <summary>So long after the process was started: during start-up.</summary>
    AfterSpawn,

    /// <summary>So long after the server answered for the first time.</summary>
    AfterReady,

    /// <summary>At a named step of the work, by the server's own hand.</summary>
    AtStep,
}

/// <summary>When and how the server is killed.</summary>
/// <param name="Occurrence">The how manieth time the step is reached, counted from 1.</param>
internal sealed record Kill(int Number, KillKind Kind, TimeSpan After, string? Step, int Occurrence);

/// <summary>A deposit or withdrawal that a user wants.</summary>
/// <param name="Amount">Stroops that the user sends. No two orders have the same.</param>
/// <param name="AfterKills">It begins when so many kills are over.</param>
internal sealed record DrillOrder(int Number, TransactionKind Kind, int User, long Amount, int AfterKills)
{
    /// <summary>Another amount for another try, still different from all others.</summary>
    public long AmountOf(int attempt) => Amount + (attempt * DrillPlan.AttemptStep);
}

/// <summary>Money that nobody asked for.</summary>
internal enum StrayKind
{
    NoMemo,
    UnknownMemo,

    /// <summary>A second payment for a withdrawal that is paid already.</summary>
    Second,
}

/// <summary>A payment to the anchor that belongs to no withdrawal, or to one that has its money. Amount in stroops.</summary>
internal sealed record DrillStray(StrayKind Kind, int User, long Amount, int AfterKills);

/// <summary>Everything that a drill's seed decides.</summary>
internal sealed class DrillPlan
{
    public const int Users = 8;

    // Orders differ by whole units and tries by a thousandth, so that every amount names its order after fees as well.
    public const long AttemptStep = Stroops.PerUnit / 1000;
    private const int LeastUnits = 10;
    private static readonly TimeSpan LongestStartUp = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(1800);

    public DrillPlan(DrillOptions options)
    {
        var dice = new Random(options.Seed);
        Kills = [.. Enumerable.Range(1, options.Kills).Select(number => NewKill(dice, number))];
        Orders =
        [
            .. Shuffled(dice, options.Deposits, options.Withdrawals)
                .Select((kind, index) => NewOrder(dice, options, kind, index)),
        ];
        Strays =
        [
            .. Enumerable.Range(0, (options.Withdrawals + 9) / 10).Select(index => NewStray(dice, options, index)),
        ];
    }

    public ImmutableArray<Kill> Kills { get; }

    public ImmutableArray<DrillOrder> Orders { get; }

    public ImmutableArray<DrillStray> Strays { get; }

    /// <summary>Every other kill is at a step, in turn, so that each step gets its share.</summary>
    private static Kill NewKill(Random dice, int number)
    {
        var fraction = dice.NextDouble();
        if (number % 2 == 0)
        {
            var step = CrashSteps.All[number / 2 % CrashSteps.All.Length];
            // Mostly the first time: lives are short, and what is rare may not come twice.
            var occurrence = CrashSteps.IsStartUp(step) || fraction < 0.75 ? 1 : 2;
            return new Kill(number, KillKind.AtStep, TimeSpan.Zero, step, occurrence);
        }

        return number % 6 == 5
            ? new Kill(number, KillKind.AfterSpawn, LongestStartUp * fraction, null, 0)
            : new Kill(number, KillKind.AfterReady, LongestLife * fraction, null, 0);
    }

    /// <summary>Less than any order, and no two the same.</summary>
    private static DrillStray NewStray(Random dice, DrillOptions options, int index) =>
        new((StrayKind)(index % 3), dice.Next(Users), Stroops.PerUnit + index, dice.Next(options.Kills + 1));

    private static TransactionKind[] Shuffled(Random dice, int deposits, int withdrawals)
    {
        TransactionKind[] kinds =
        [
            .. Enumerable.Repeat(TransactionKind.Deposit, deposits),
            .. Enumerable.Repeat(TransactionKind.Withdrawal, withdrawals),
        ];
        dice.Shuffle(kinds);
        return kinds;
    }

    /// <summary>They begin evenly over all kills, so that there is fresh work in every life.</summary>
    private static DrillOrder NewOrder(Random dice, DrillOptions options, TransactionKind kind, int index)
    {
        var count = options.Deposits + options.Withdrawals;
        var amount = ((LeastUnits + index) * Stroops.PerUnit) + dice.Next((int)AttemptStep);
        var afterKills = index * options.Kills / count;
        return new DrillOrder(index + 1, kind, dice.Next(Users), amount, afterKills);
    }
}
