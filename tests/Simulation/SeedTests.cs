using System.Security.Cryptography;
using Anchor.Simulation.Commands;
using Anchor.Simulation.World;

namespace Anchor.Simulation;

/// <summary>Whole anchors, one a seed, with everything going wrong that can: no rule is ever broken.</summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int Count = 1000;
    private const int LongCount = 20_000;

    private static IEnumerable<string> Expected =>
        Enum.GetNames<Fault>()
            .Where(fault => fault != nameof(Fault.None))
            .Concat([
                "Deposit Completed",
                "Deposit Expired",
                "Deposit Error",
                "Withdrawal Completed",
                "Withdrawal Refunded",
                "Withdrawal Expired",
                "Withdrawal OnHold",
            ]);

    [Fact]
    public void No_seed_breaks_a_rule()
    {
        var seeds = Simulate(first: 1, Count);

        Assert.True(seeds.Transactions >= 20 * Count);
        output.WriteLine(string.Join(", ", seeds.Seen.Select(seen => $"{seen.Key} {seen.Value}")));
        foreach (var expected in Expected)
        {
            Assert.True(seeds.Seen.GetValueOrDefault(expected) >= Count / 20, $"{expected} is too rare to be tested.");
        }
    }

    [Fact]
    public void No_new_seed_breaks_a_rule()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1",
            "Takes ten minutes; tests/run --long runs it."
        );

        Simulate(first: (ulong)RandomNumberGenerator.GetInt32(1_000_000, int.MaxValue), LongCount);
    }

    private ManySeeds Simulate(ulong first, int count)
    {
        output.WriteLine($"{count} seeds from {first}");
        var seeds = new ManySeeds(new Case(first), count, threads: 2);

        seeds.Run(outcome => output.WriteLine($"{Report.Line(outcome)}\n{Report.CommandOf(outcome.Case)} --shrink"));

        Assert.Empty(seeds.Broken);
        return seeds;
    }
}
