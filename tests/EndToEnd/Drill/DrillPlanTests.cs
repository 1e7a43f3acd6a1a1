using System.Collections.Immutable;
using Anchor.Silo.Drill;

namespace Anchor.EndToEnd.Tests.Drill;

public sealed class DrillPlanTests
{
    [Fact]
    public void The_seed_decides_everything()
    {
        var (one, same, other) = (Plan(seed: 5), Plan(seed: 5), Plan(seed: 6));

        Assert.Equal(one.Kills, same.Kills);
        Assert.Equal(one.Orders, same.Orders);
        Assert.NotEqual(one.Orders, other.Orders);
    }

    [Fact]
    public void Half_of_the_kills_are_at_steps_and_every_step_has_its_share()
    {
        var atSteps = Plan(seed: 5).Kills.Where(kill => kill.Kind == KillKind.AtStep).ToList();

        Assert.Equal(100, atSteps.Count);
        Assert.All(CrashSteps.All, step => Assert.InRange(atSteps.Count(kill => kill.Step == step), 8, 9));
    }

    [Fact]
    public void No_two_tries_of_any_orders_have_the_same_amount_even_after_fees()
    {
        var amounts = Plan(seed: 5).Orders.SelectMany(order => Enumerable.Range(0, 50).Select(order.AmountOf)).ToList();

        Assert.Equal(amounts.Count, amounts.Distinct().Count());
        Assert.Equal(amounts.Count, amounts.Select(DrillAudit.AmountOut).Distinct().Count());
    }

    private static DrillPlan Plan(int seed) =>
        new(
            new DrillOptions(
                seed,
                Kills: 200,
                Deposits: 100,
                Withdrawals: 100,
                ImmutableSortedSet<string>.Empty,
                TimeSpan.FromMilliseconds(300),
                TimeSpan.FromMinutes(1),
                KeepFolder: null
            )
        );
}
