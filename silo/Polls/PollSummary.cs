using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Anchor.Domain.Transactions;

namespace Anchor.Silo.Polls;

/// <summary>What came of a command's round.</summary>
/// <param name="Asked">How many transactions were asked about.</param>
/// <param name="Moved">Those that went on meanwhile, by where they stand now.</param>
/// <param name="Failed">How many could not be asked about, or were not answered in time.</param>
/// <param name="OnTheirWay">Deposits and refunds that are ordered and not yet seen on the ledger; the server goes on with them.</param>
internal sealed record PollSummary(
    string Command,
    int Asked,
    ImmutableSortedDictionary<string, int> Moved,
    int Failed,
    int OnTheirWay,
    double Seconds
)
{
    public static PollSummary Of(
        PollKind kind,
        int asked,
        IEnumerable<TransactionStatus> moved,
        int failed,
        int onTheirWay,
        TimeSpan took
    ) =>
        new(
            kind.Verb,
            asked,
            moved.CountBy(static status => status.WireName()).ToImmutableSortedDictionary(StringComparer.Ordinal),
            failed,
            onTheirWay,
            Math.Round(took.TotalSeconds, 2)
        );

    /// <summary>One line, the same on a terminal and in a log.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            (string[])
                [
                    $"{Command}: asked {Asked}",
                    .. Moved.Select(static pair => $"{pair.Key} {pair.Value}"),
                    .. OnTheirWay > 0 ? [$"on their way {OnTheirWay}"] : Array.Empty<string>(),
                    $"failed {Failed}",
                    $"{Seconds:0.0} s",
                ]
        );
}

/// <summary>The summary for scripts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PollSummary))]
internal sealed partial class PollSummaryJson : JsonSerializerContext;
