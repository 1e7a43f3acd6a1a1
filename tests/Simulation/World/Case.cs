using System.Collections.Immutable;
using Anchor.Simulation.Planted;

namespace Anchor.Simulation.World;

/// <summary>One run: a seed, and what of it is left out. The same case gives the same run in every process.</summary>
/// <param name="Only">The transactions that take part; null for all that the seed has.</param>
/// <param name="OnlyFaults">The faults that are thrown; null for all that the seed throws.</param>
/// <param name="IsOrderly">Turns run in the order in which they became ready.</param>
/// <param name="Plant">A bug that is put in on purpose.</param>
/// <param name="JudgesOutcomesOnly">Looks at nothing but the books at the end, as an outsider would.</param>
internal sealed record Case(
    ulong Seed,
    ImmutableSortedSet<string>? Only = null,
    ImmutableSortedDictionary<string, Fault>? OnlyFaults = null,
    bool IsOrderly = false,
    Plant Plant = Plant.None,
    bool JudgesOutcomesOnly = false
);

/// <summary>What came of a run.</summary>
/// <param name="Broken">The rule that was broken; null if none was.</param>
/// <param name="Ends">How the transactions ended, each by its kind and status.</param>
/// <param name="Took">Virtual time from the beginning to the end.</param>
internal sealed record Outcome(
    Case Case,
    ulong Hash,
    BrokenRule? Broken,
    long Steps,
    TimeSpan Took,
    int Processes,
    ImmutableSortedSet<string> Transactions,
    ImmutableSortedDictionary<string, Fault> Faults,
    ImmutableArray<string> Ends,
    IReadOnlyList<string> History
);

/// <summary>A rule that does not hold, and how that shows.</summary>
internal sealed record BrokenRule(string Rule, string Detail);

/// <summary>Ends a run at the step that broke a rule.</summary>
internal sealed class RuleBrokenException(string rule, string detail) : Exception($"{rule}: {detail}")
{
    public BrokenRule Broken { get; } = new(rule, detail);
}
