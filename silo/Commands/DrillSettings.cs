using System.CommandLine;
using Anchor.Silo.Drill;

namespace Anchor.Silo.Commands;

/// <summary>The options that the drill of one server and the drill of a cluster share.</summary>
internal sealed class DrillSettings
{
    private static readonly TimeSpan CloseInterval = TimeSpan.FromMilliseconds(300);

    private readonly Option<int> _seed = Number("--seed", "Decides amounts, faults, and what is killed when.", 1);
    private readonly Option<int> _kills;
    private readonly Option<int> _deposits;
    private readonly Option<int> _withdrawals;
    private readonly Option<string> _faults = Faults();
    private readonly Option<int> _patience = Number(
        "--patience",
        "Seconds that everything may take to complete after the last kill.",
        600
    );
    private readonly Option<string> _keep = new("--keep") { Description = "Leave the data and logs in this folder." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">What gets the options.</param>
    /// <param name="kills">How often a process is killed, if nothing else is said.</param>
    /// <param name="orders">How many deposits there are, and how many withdrawals.</param>
    public DrillSettings(Command command, int kills, int orders)
    {
        _kills = Number("--kills", "How often a process is killed.", kills);
        _deposits = Number("--deposits", "How many deposits there are.", orders);
        _withdrawals = Number("--withdrawals", "How many withdrawals there are.", orders);
        foreach (Option option in (Option[])[_seed, _kills, _deposits, _withdrawals, _faults, _patience, _keep])
        {
            command.Add(option);
        }
    }

    public DrillOptions Read(ParseResult result, string? postgres, string? otherProgram = null) =>
        new(
            result.GetValue(_seed),
            result.GetValue(_kills),
            result.GetValue(_deposits),
            result.GetValue(_withdrawals),
            DrillFaults.Parse(result.GetValue(_faults)!)!,
            CloseInterval,
            TimeSpan.FromSeconds(result.GetValue(_patience)),
            result.GetValue(_keep),
            postgres,
            otherProgram
        );

    public static Option<int> Number(string name, string description, int otherwise)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError($"{name} must not be negative.");
            }
        });
        return option;
    }

    private static Option<string> Faults()
    {
        var faults = new Option<string>("--faults")
        {
            Description = $"all, none, or a list of: {string.Join(", ", DrillFaults.All)}.",
            DefaultValueFactory = _ => "all",
        };
        faults.Validators.Add(result =>
        {
            if (DrillFaults.Parse(result.GetValueOrDefault<string>() ?? "") is null)
            {
                result.AddError("--faults: all, none, or a comma-separated list of their names.");
            }
        });
        return faults;
    }
}
