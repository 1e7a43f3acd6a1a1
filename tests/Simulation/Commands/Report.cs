using System.Globalization;
using System.Text;
using Anchor.Simulation.Planted;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Commands;

/// <summary>What a run came to, in words, with the command that repeats it.</summary>
internal static class Report
{
    private const string Program = "dotnet run --project tests/Simulation --";

    public static void Write(Outcome outcome, TextWriter to)
    {
        foreach (var line in outcome.History)
        {
            to.WriteLine(line);
        }

        to.WriteLine(Line(outcome));
        if (outcome.Broken is { } broken)
        {
            to.WriteLine($"{broken.Rule}: {broken.Detail}");
            to.WriteLine($"again: {CommandOf(outcome.Case)}");
        }
    }

    /// <summary>One line: the seed, the trace hash, how long, and what was broken.</summary>
    public static string Line(Outcome outcome) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"seed {outcome.Case.Seed} trace {outcome.Hash:x16} {outcome.Steps} steps {outcome.Took:hh\\:mm\\:ss} "
        )
        + $"{outcome.Transactions.Count} transactions {outcome.Faults.Count} faults {outcome.Processes} processes"
        + (outcome.Broken is { } broken ? $" BROKEN {broken.Rule}: {broken.Detail.Split('\n')[0]}" : " ok");

    /// <summary>The command that repeats the case.</summary>
    public static string CommandOf(Case @case)
    {
        var text = new StringBuilder($"{Program} --seed {@case.Seed}");
        if (@case.Plant != Plant.None)
        {
            text.Append($" --plant {@case.Plant}");
        }

        text.Append(@case.JudgesOutcomesOnly ? " --outcomes-only" : "").Append(@case.IsOrderly ? " --orderly" : "");
        if (@case.Only is { } only)
        {
            text.Append($" --only {string.Join(' ', only)}");
        }

        if (@case.OnlyFaults is { } faults)
        {
            text.Append(faults.IsEmpty ? " --faultless" : "");
            foreach (var (name, fault) in faults)
            {
                text.Append($" --fault '{name}={fault}'");
            }
        }

        return text.ToString();
    }
}
