using Anchor.Simulation.Commands;
using Anchor.Simulation.Planted;
using Anchor.Simulation.World;

namespace Anchor.Simulation;

/// <summary>The simulation finds what it is there to find: bugs put into its own doubles, never into the anchor.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const ulong MostSeeds = 1000;

    [Theory]
    [InlineData(nameof(Plant.CursorBeforePage), "cursors move with the rows")]
    [InlineData(nameof(Plant.SendBeforeStore), "stored before performed")]
    [InlineData(nameof(Plant.NoVersionCheck), null)]
    [InlineData(nameof(Plant.ThreadPool), "one thread")]
    public void Bug_is_found_by_the_rules(string plant, string? rule)
    {
        var found = Find(new Case(1, Plant: Enum.Parse<Plant>(plant)));

        Assert.Equal(rule ?? found.Rule, found.Rule);
    }

    /// <summary>Nobody looks at rows and steps: the ledger, the bank and what became of the transactions tell it by themselves.</summary>
    [Theory]
    [InlineData(nameof(Plant.CursorBeforePage), "everything ends")]
    [InlineData(nameof(Plant.SendBeforeStore), "is paid")]
    [InlineData(nameof(Plant.NoVersionCheck), "paid")]
    public void Bug_is_found_by_its_outcome_alone(string plant, string rule)
    {
        var found = Find(new Case(1, Plant: Enum.Parse<Plant>(plant), JudgesOutcomesOnly: true));

        Assert.Contains(rule, found.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Failing_run_shrinks_to_what_it_needs_and_repeats()
    {
        var broken = Runner.Run(new Case(3, Plant: Plant.CursorBeforePage, JudgesOutcomesOnly: true));
        Assert.NotNull(broken.Broken);
        using var log = new StringWriter();

        var small = Shrinker.Shrink(broken, log);

        output.WriteLine($"{log}{Report.CommandOf(small.Case)}");
        Assert.Equal(broken.Broken.Rule, small.Broken?.Rule);
        Assert.InRange(small.Transactions.Count, 1, 2);
        Assert.InRange(small.Faults.Count, 1, 2);
        Assert.Equal(small.Hash, Runner.Run(small.Case).Hash);
    }

    private BrokenRule Find(Case first)
    {
        for (var seed = first.Seed; seed <= MostSeeds; seed++)
        {
            if (Runner.Run(first with { Seed = seed }).Broken is { } broken)
            {
                output.WriteLine($"{first.Plant} found by seed {seed}: {broken.Rule}: {broken.Detail.Split('\n')[0]}");
                return broken;
            }
        }

        throw new InvalidOperationException($"{first.Plant} was not found by {MostSeeds} seeds.");
    }
}
