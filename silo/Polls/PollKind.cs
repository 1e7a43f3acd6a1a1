using System.Collections.Immutable;
using Anchor.Grains.Rails;

namespace Anchor.Silo.Polls;

/// <summary>One of Polaris' polling commands.</summary>
/// <param name="Verb">As Polaris spells it.</param>
/// <param name="Rounds">The polls that make a round, in their order.</param>
/// <param name="Seconds">Between two rounds of a loop.</param>
/// <param name="AwaitsPayouts">Whether a round ends only when the payouts that it set off have, or had their time.</param>
internal sealed record PollKind(
    string Verb,
    string Summary,
    ImmutableArray<string> Rounds,
    int Seconds,
    bool AwaitsPayouts = false
)
{
    public static ImmutableArray<PollKind> All { get; } =
    [
        new(
            "execute_outgoing_transactions",
            "Have the rails pay out the withdrawals whose money has come.",
            [RailsPolls.Execute],
            30
        ),
        new(
            "poll_outgoing_transactions",
            "Ask the rails about payments out that were pending.",
            [RailsPolls.Outgoing],
            30
        ),
        new("poll_pending_deposits", "Ask the rails whether deposits have come.", [RailsPolls.Deposits], 30),
        new("check_trustlines", "Look for the trustlines that deposits wait for.", [RailsPolls.Trustlines], 60),
        new(
            "process_pending_deposits",
            "Ask the rails about deposits, look for trustlines, and pay out what can be paid.",
            [RailsPolls.Deposits, RailsPolls.Trustlines, RailsPolls.Payouts],
            10,
            AwaitsPayouts: true
        ),
    ];
}
