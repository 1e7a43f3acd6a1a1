using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Silo.Drill;

/// <summary>How a kill went.</summary>
/// <param name="OpenWork">Orders that the anchor had begun while no money had moved, by the ledger's and the bank's word.</param>
/// <param name="Step">The step at which the server killed itself; null if the clock killed it.</param>
/// <param name="Ready">How long the server took until it answered; null if it was killed before.</param>
internal sealed record KillResult(Kill Kill, int OpenWork, string? Step, TimeSpan? Ready)
{
    /// <summary>The planned step was not reached in time: another one, or the clock, took its place.</summary>
    public bool Missed => Kill.Step is not null && Kill.Step != Step;
}

/// <summary>The outcome of a drill.</summary>
/// <param name="HitOpenWork">Kills at which work was open.</param>
/// <param name="Steps">How often the server was killed at each step.</param>
/// <param name="ExtraTransactions">Transactions beyond one an order, which lost answers left behind.</param>
/// <param name="FaultsStruck">How often each fault struck.</param>
/// <param name="ReadyMilliseconds">The median time from the start of the process to the first answer.</param>
internal sealed record DrillReport(
    int Seed,
    int Deposits,
    int Withdrawals,
    int Kills,
    int KillsByClock,
    int KillsAtSteps,
    int KillsDuringStartUp,
    int StepsMissed,
    int HitOpenWork,
    int Completed,
    int ExtraTransactions,
    ImmutableSortedDictionary<string, int> Steps,
    ImmutableSortedDictionary<string, int> FaultsStruck,
    int ReadyMilliseconds,
    double Seconds,
    ImmutableArray<string> Violations,
    string? Folder
)
{
    private const double LeastShare = 0.9;

    /// <summary>Where the server kept its rows.</summary>
    public string Database { get; init; } = "";

    public double ShareOfOpenWork => Kills == 0 ? 1 : (double)HitOpenWork / Kills;

    /// <summary>Every rule holds, and the kills were worth something.</summary>
    public bool Passed => Violations.IsEmpty && ShareOfOpenWork >= LeastShare;

    public static DrillReport Of(
        DrillOptions options,
        IReadOnlyList<KillResult> kills,
        ImmutableArray<DrillJob> jobs,
        ImmutableSortedDictionary<string, int> faults,
        TimeSpan took
    )
    {
        var ready = kills.Select(kill => kill.Ready).OfType<TimeSpan>().Order().ToList();
        var atSteps = kills.Where(kill => kill.Step is not null).ToList();
        return new DrillReport(
            options.Seed,
            options.Deposits,
            options.Withdrawals,
            kills.Count,
            kills.Count - atSteps.Count,
            atSteps.Count,
            kills.Count(kill => kill.Ready is null),
            kills.Count(kill => kill.Missed),
            kills.Count(kill => kill.OpenWork > 0),
            jobs.Count(job => job.IsCompleted),
            jobs.Sum(job => Math.Max(0, job.Tries.Count - 1)),
            atSteps.GroupBy(kill => kill.Step!).ToImmutableSortedDictionary(step => step.Key, step => step.Count()),
            faults,
            ready.Count > 0 ? (int)ready[ready.Count / 2].TotalMilliseconds : 0,
            Math.Round(took.TotalSeconds, 1),
            [],
            null
        );
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DrillReport))]
internal sealed partial class DrillJson : JsonSerializerContext;
