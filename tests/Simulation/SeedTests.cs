using Anchor.Simulation.Commands;
using Anchor.Simulation.World;

namespace Anchor.Simulation;

/// <summary>Whole anchors, one a seed, with everything going wrong that can: no rule is ever broken.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int Count = 1000;

    [Fact]
    public void No_seed_breaks_a_rule()
    {
        var seeds = new ManySeeds(new Case(Seed: 1), Count, threads: 2);

        seeds.Run(outcome => output.WriteLine($"{Report.Line(outcome)}\n{Report.CommandOf(outcome.Case)} --shrink"));

        Assert.Empty(seeds.Broken);
        Assert.True(seeds.Transactions >= 20 * Count);
    }
}
