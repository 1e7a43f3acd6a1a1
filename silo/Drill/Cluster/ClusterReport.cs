using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Anchor.Silo.Drill.Cluster;

/// <summary>The outcome of a drill of a cluster.</summary>
/// <param name="DeadAfterSeconds">The silence after which silos declare another one dead.</param>
/// <param name="MovedOpen">Transactions that were open when a silo was killed.</param>
/// <param name="MovedP50">Seconds from the kill until they moved; P99 likewise.</param>
/// <param name="SlowestP50">The same of a dead silo's share: of each kill only the slowest. It bounds from above what the dead silo's own had to wait.</param>
/// <param name="Questions">What a wallet asked that repeats a question at most twice.</param>
/// <param name="Rolling">The same while all silos were replaced one by one.</param>
internal sealed record ClusterReport(
    int Seed,
    int Silos,
    int Clients,
    double DeadAfterSeconds,
    int Deposits,
    int Withdrawals,
    int Kills,
    int KillsOfSilos,
    int Completed,
    int ExtraTransactions,
    int MovedOpen,
    double MovedP50,
    double MovedP99,
    double SlowestP50,
    double SlowestP99,
    int ReadyMilliseconds,
    ProbeReport Questions,
    ProbeReport Rolling,
    ImmutableSortedDictionary<string, int> FaultsStruck,
    double Seconds,
    ImmutableArray<string> Violations,
    string? Folder
)
{
    public bool Passed => Violations.IsEmpty;

    public static double Share(IReadOnlyList<double> ordered, double share) =>
        ordered.Count == 0 ? 0 : Math.Round(ordered[Math.Min(ordered.Count - 1, (int)(ordered.Count * share))], 1);
}

/// <summary>What a wallet saw that asks again and again.</summary>
/// <param name="Faults">Answers that were no transaction, by HTTP status; 0 is a broken connection.</param>
internal sealed record ProbeReport(int Questions, int Unanswered, ImmutableSortedDictionary<int, int> Faults)
{
    public static ProbeReport Of(Prober prober) =>
        new(
            prober.Questions,
            prober.Unanswered,
            prober.Faults.ToImmutableSortedDictionary(fault => fault.Key, fault => fault.Value)
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ClusterReport))]
internal sealed partial class ClusterJson : JsonSerializerContext;
