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

    private static Setting[] PollingRows => [PollDeposits, PollOutgoing, PollTrustlines];
}
