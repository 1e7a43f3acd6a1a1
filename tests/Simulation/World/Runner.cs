using System.Collections.Immutable;
using Anchor.Simulation.Engine;
using Anchor.Simulation.Rules;

namespace Anchor.Simulation.World;

/// <summary>Runs a case from its beginning to its end, one turn after the other, and looks at the rules after each.</summary>
internal static class Runner
{
    private const long MostSteps = 2_000_000;

    /// <summary>How long everything may take to come to its end once nothing goes wrong any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(4);

    /// <summary>How long it is watched after that: nothing may happen twice afterwards.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(2);

    public static Outcome Run(Case @case, bool keepsHistory = false)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return RunAlone(@case, keepsHistory);
        }
        finally
        {
            PoolWatch.Watch(null);
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private static Outcome RunAlone(Case @case, bool keepsHistory)
    {
        var home = new Home();
        PoolWatch.Watch(home);
        var world = new SimWorld(@case, home, keepsHistory);
        var start = world.Timeline.Now;
        var steps = 0L;
        BrokenRule? broken = null;
        try
        {
            Go(world, ref steps);
        }
        catch (RuleBrokenException e)
        {
            broken = e.Broken;
            world.Trace.Tell($"BROKEN {broken.Rule}: {broken.Detail}");
        }

        world.Front?.Die();
        return new Outcome(
            @case,
            world.Trace.Hash,
            broken,
            steps,
            world.Timeline.Now - start,
            world.Processes,
            [.. world.Users.Ids],
            world.Faults.Thrown.ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. world.Database.Transactions.Rows.Values.Select(row => $"{row.State.Kind} {row.State.Status}")],
            world.Trace.Lines
        );
    }

    private static void Go(SimWorld world, ref long steps)
    {
        DateTimeOffset? ended = null;
        var patience = world.Faults.End + Patience;
        while (ended is null || world.Timeline.Now < ended + Aftermath)
        {
            Step(world);
            if (world.Home.Stranger is { } stranger)
            {
                throw new RuleBrokenException("one thread", stranger);
            }

            if (++steps > MostSteps || (ended is null && world.Timeline.Now > patience))
            {
                throw new RuleBrokenException("everything ends", FinalAudit.Unfinished(world));
            }

            ended ??= FinalAudit.IsOver(world) ? world.Timeline.Now : null;
        }

        FinalAudit.Check(world);
    }

    private static void Step(SimWorld world)
    {
        if (world.Ready.Count > 0 && !world.Ready.IsSlow())
        {
            world.Trace.Add(world.Ready.RunOne());
        }
        else
        {
            world.Timeline.Advance();
            world.Rules.OnTime();
        }

        world.Rules.AfterStep();
    }
}
