using System.Collections.Immutable;
using Anchor.Simulation.Engine;

namespace Anchor.Simulation.World;

/// <summary>
/// Says what goes wrong where. A step is named after what it does, to what, for the how-maniest time, so that it has the same fault
/// when other steps are left out.
/// </summary>
internal sealed class Faults(
    Dice dice,
    Profile profile,
    Timeline timeline,
    Trace trace,
    ImmutableSortedDictionary<string, Fault>? only
)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(8);

    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, Fault> _thrown = [];
    private readonly DateTimeOffset _end = timeline.Now + Lasts;
    private int _deaths;

    /// <summary>After this nothing goes wrong any more, and everything must come to its end.</summary>
    public DateTimeOffset End => _end;

    public IReadOnlyDictionary<string, Fault> Thrown => _thrown;

    /// <summary>Gives the step its name for good.</summary>
    public string Name(string step)
    {
        var count = _counts.GetValueOrDefault(step) + 1;
        _counts[step] = count;
        return $"{step} #{count}";
    }

    public Fault At(StepKind kind, string name)
    {
        var fault =
            only is not null ? only.GetValueOrDefault(name)
            : timeline.Now < _end ? Draw(kind, name)
            : Fault.None;
        if (fault != Fault.None)
        {
            _thrown[name] = fault;
            trace.Tell($"FAULT {fault}: {name}");
        }

        return fault;
    }

    private Fault Draw(StepKind kind, string name)
    {
        var fraction = dice.Fraction(name);
        var deaths = kind == StepKind.Read ? profile.Deaths / 10 : profile.Deaths;
        if (fraction < deaths)
        {
            if (_deaths >= profile.MostDeaths)
            {
                return Fault.None;
            }

            _deaths++;
            return profile.Replaces && dice.Chance($"{name} replaced", 0.5) ? Fault.Replaced
                : dice.Chance($"{name} stops", 0.2) ? Fault.Stops
                : dice.Chance($"{name} before", 0.4) ? Fault.DiesBefore
                : Fault.DiesAfter;
        }

        var rate = kind switch
        {
            StepKind.Read => profile.ReadFaults,
            StepKind.Write => profile.WriteFaults,
            StepKind.Ledger => profile.LedgerFaults,
            _ => profile.BankFaults,
        };
        if (fraction >= deaths + rate)
        {
            return Fault.None;
        }

        return kind switch
        {
            StepKind.Read => Fault.Lost,
            StepKind.Write => dice.Pick($"{name} how", Fault.Lost, Fault.Kept),
            _ => dice.Pick($"{name} how", Fault.Lost, Fault.Kept, Fault.Late),
        };
    }
}
