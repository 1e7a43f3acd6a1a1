using Anchor.Grains;
using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>When the rails and the ledger are asked.</content>
internal static partial class SettingTable
{
    internal static readonly Setting<TimeSpan?> PollDeposits = new(
        "POLLING_DEPOSITS",
        "Polling:Deposits",
        Interval,
        "10 (1 with the sandbox)",
        "Seconds between two rounds that ask the rails about deposits, or off."
    );

    internal static readonly Setting<TimeSpan?> PollOutgoing = new(
        "POLLING_OUTGOING",
        "Polling:Outgoing",
        Interval,
        "30 (1 with the sandbox)",
        "Seconds between two rounds that ask the rails about payments out, or off."
    );

    internal static readonly Setting<TimeSpan?> PollTrustlines = new(
        "POLLING_TRUSTLINES",
        "Polling:Trustlines",
        Interval,
        "60 (1 with the sandbox)",
        "Seconds between two rounds that look for the trustlines that deposits wait for, or off."
    );

    internal static readonly Setting<TimeSpan?> PollExecute = new(
        "POLLING_EXECUTE",
        "Polling:Execute",
        Interval,
        "30 (1 with the sandbox)",
        "Seconds between two rounds that have the rails make payments out that wait or failed, or off."
    );

    internal static readonly Setting<bool> Watch = new(
        "POLLING_WATCH",
        "Polling:Watch",
        Flag,
        "on",
        "Whether the server reads the ledger itself; off leaves that to anchor watch_transactions."
    );

    internal static readonly Setting<ExecuteOnMatch> OnMatch = new(
        "EXECUTE_ON_MATCH",
        "ExecuteOnMatch",
        When,
        "distributed",
        "When a matched withdrawal is paid out: inline (at once, reading waits), distributed (at once, by its grain) or poll (by execute_outgoing_transactions)."
    );

    private static Setting[] PollingRows => [PollDeposits, PollOutgoing, PollTrustlines, PollExecute, Watch, OnMatch];
}
