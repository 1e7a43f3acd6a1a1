using System.Collections.Immutable;
using System.CommandLine;
using Anchor.Simulation.Planted;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Commands;

/// <summary>The command line: replays a seed, shrinks it, or runs many.</summary>
internal static class SimulationCommand
{
    private static readonly Option<ulong> s_seed = new("--seed")
    {
        Description = "The seed to run; with --count the first one",
        Required = true,
    };

    private static readonly Option<int> s_count = new("--count")
    {
        Description = "How many seeds to run",
        DefaultValueFactory = static _ => 1,
    };

    private static readonly Option<int> s_threads = new("--threads")
    {
        Description = "How many seeds to run side by side, each on one thread",
        DefaultValueFactory = static _ => 2,
    };

    private static readonly Option<bool> s_shrink = new("--shrink")
    {
        Description = "Leaves out of a failing run whatever it fails without",
    };

    private static readonly Option<bool> s_quiet = new("--quiet")
    {
        Description = "Prints no history of a single seed",
    };

    private static readonly Option<string[]> s_only = new("--only")
    {
        Description = "The transactions that take part, such as d01 w03; default: all of the seed",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> s_fault = new("--fault")
    {
        Description =
            "A fault to throw, as the history names it: 'write transaction/d01 #2=Kept'; default: those of the seed",
    };

    private static readonly Option<bool> s_faultless = new("--faultless")
    {
        Description = "Throws no fault but those of --fault",
    };

    private static readonly Option<bool> s_orderly = new("--orderly")
    {
        Description = "Runs turns in the order in which they became ready",
    };

    private static readonly Option<Plant> s_plant = new("--plant") { Description = "Puts a bug in on purpose" };

    private static readonly Option<bool> s_outcomes = new("--outcomes-only")
    {
        Description = "Judges by the books at the end alone",
    };

    /// <summary>Whether an argument is one of the simulation's and not of the tests'.</summary>
    public static bool IsMeant(string argument) => argument.StartsWith(s_seed.Name, StringComparison.Ordinal);

    public static int Invoke(string[] args)
    {
        var command = new RootCommand("Simulates a whole anchor in one thread, with virtual time and seeded faults.")
        {
            s_seed,
            s_count,
            s_threads,
            s_shrink,
            s_quiet,
            s_only,
            s_fault,
            s_faultless,
            s_orderly,
            s_plant,
            s_outcomes,
        };
        command.SetAction(Run);
        return command.Parse(args).Invoke();
    }

    private static int Run(ParseResult parsed)
    {
        var first = CaseOf(parsed);
        if (parsed.GetValue(s_count) is > 1 and var count)
        {
            return new ManySeeds(first, count, parsed.GetValue(s_threads)).Run(Console.Out);
        }

        var outcome = Runner.Run(first, keepsHistory: !parsed.GetValue(s_quiet));
        if (outcome.Broken is not null && parsed.GetValue(s_shrink))
        {
            outcome = Shrinker.Shrink(outcome, Console.Out);
        }

        Report.Write(outcome, Console.Out);
        return outcome.Broken is null ? 0 : 1;
    }

    private static Case CaseOf(ParseResult parsed)
    {
        var only = parsed.GetValue(s_only);
        var faults = parsed.GetValue(s_fault);
        return new Case(
            parsed.GetValue(s_seed),
            only is { Length: > 0 } ? [.. only] : null,
            faults is { Length: > 0 } || parsed.GetValue(s_faultless)
                ? (faults ?? []).Select(Parse).ToImmutableSortedDictionary(StringComparer.Ordinal)
                : null,
            parsed.GetValue(s_orderly),
            parsed.GetValue(s_plant),
            parsed.GetValue(s_outcomes)
        );
    }

    private static KeyValuePair<string, Fault> Parse(string text)
    {
        var equals = text.LastIndexOf('=');
        return equals > 0 && Enum.TryParse<Fault>(text[(equals + 1)..], out var fault)
            ? KeyValuePair.Create(text[..equals], fault)
            : throw new FormatException(
                $"'{text}' is no fault: it must be a step's name, =, and one of {string.Join(", ", Enum.GetNames<Fault>())}."
            );
    }
}
