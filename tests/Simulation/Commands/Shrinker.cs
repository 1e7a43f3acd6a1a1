using System.Collections.Immutable;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Commands;

/// <summary>
/// Leaves out transactions and faults for as long as the same rule stays broken, in ever smaller pieces (delta debugging), and then
/// tries whether it also happens in plain order.
/// </summary>
internal static class Shrinker
{
    private const int MostRuns = 600;

    public static Outcome Shrink(Outcome broken, TextWriter to)
    {
        var rule = broken.Broken!.Rule;
        var runs = 0;
        var best = broken with { Case = broken.Case with { Only = broken.Transactions, OnlyFaults = broken.Faults } };
        if (Try(best.Case) is not { } named)
        {
            to.WriteLine("The run is another one when its faults are given by name; it cannot be shrunk.");
            return broken;
        }

        best = named;
        int before;
        do
        {
            before = SizeOf(best);
            best = Reduce(best, best.Case.Only!, static (@case, kept) => @case with { Only = [.. kept] });
            best = Reduce(
                best,
                best.Case.OnlyFaults!,
                static (@case, kept) =>
                    @case with
                    {
                        OnlyFaults = kept.ToImmutableSortedDictionary(StringComparer.Ordinal),
                    }
            );
            best = Try(best.Case with { IsOrderly = true }) ?? best;
        } while (SizeOf(best) < before && runs < MostRuns);

        to.WriteLine(
            $"shrunk in {runs} runs: {broken.Transactions.Count} transactions to {best.Case.Only!.Count}, {broken.Faults.Count} faults to {best.Case.OnlyFaults!.Count}"
        );
        return Runner.Run(best.Case, keepsHistory: true);

        Outcome Reduce<T>(Outcome from, IEnumerable<T> all, Func<Case, IEnumerable<T>, Case> with)
        {
            var kept = all.ToList();
            for (var size = Math.Max(1, kept.Count / 2); size >= 1; size /= 2)
            {
                for (var start = 0; start < kept.Count && runs < MostRuns; )
                {
                    var fewer = kept.Where((_, i) => i < start || i >= start + size).ToList();
                    if (Try(with(from.Case, fewer)) is { } smaller)
                    {
                        (from, kept) = (smaller, fewer);
                    }
                    else
                    {
                        start += size;
                    }
                }
            }

            return from;
        }

        Outcome? Try(Case @case)
        {
            runs++;
            var outcome = Runner.Run(@case);
            return outcome.Broken?.Rule == rule ? outcome : null;
        }
    }

    private static int SizeOf(Outcome outcome) => outcome.Case.Only!.Count + outcome.Case.OnlyFaults!.Count;
}
