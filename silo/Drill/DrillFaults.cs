using System.Collections.Immutable;
using Anchor.Sandbox;
using Anchor.Sandbox.Bank;

namespace Anchor.Silo.Drill;

/// <summary>What goes wrong outside the server while it is being killed, in groups that can be chosen by name.</summary>
internal static class DrillFaults
{
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<(SandboxFaultKind, Fault)>> Horizon =
        new Dictionary<string, ImmutableArray<(SandboxFaultKind, Fault)>>
        {
            ["lost-before"] = [(SandboxFaultKind.TimeoutBeforeApply, Often)],
            ["lost-after"] =
            [
                (SandboxFaultKind.TimeoutAfterApply, Often),
                (SandboxFaultKind.ConnectionResetAfterApply, Often),
            ],
            ["busy"] = [(SandboxFaultKind.ServiceUnavailable, Seldom), (SandboxFaultKind.TooManyRequests, Seldom)],
            ["reset"] = [(SandboxFaultKind.ConnectionReset, Seldom)],
            ["slow"] = [(SandboxFaultKind.Delay, Often with { Size = 300 })],
            ["garbled"] = [(SandboxFaultKind.MalformedJson, Seldom)],
            ["streams"] =
            [
                (SandboxFaultKind.StreamDrop, Often),
                (SandboxFaultKind.StreamDuplicate, Often),
                (SandboxFaultKind.StreamReplay, Often with { Size = 5 }),
                (SandboxFaultKind.StreamError, Seldom),
                (SandboxFaultKind.StreamFailedTransactions, Often),
            ],
        }.ToImmutableSortedDictionary();

    private const string Lag = "lag";
    private const string Bank = "bank";

    public static ImmutableSortedSet<string> All { get; } = [.. Horizon.Keys, Lag, Bank];

    private static Fault Often => new() { Probability = 0.08 };

    private static Fault Seldom => new() { Probability = 0.02 };

    /// <summary>Reads <c>all</c>, <c>none</c> or a list; null if a name is unknown.</summary>
    public static ImmutableSortedSet<string>? Parse(string text) =>
        text switch
        {
            "all" => All,
            "none" => [],
            _ => text.Split(',', StringSplitOptions.TrimEntries).ToImmutableSortedSet() is var names
            && names.IsSubsetOf(All)
                ? names
                : null,
        };

    public static void SwitchOn(IReadOnlySet<string> names, int seed, SandboxNetwork network, DemoBank bank)
    {
        network.Faults.Board.Replace(
            Horizon
                .Where(group => names.Contains(group.Key))
                .SelectMany(group => group.Value)
                .Select(fault => KeyValuePair.Create(fault.Item1, fault.Item2)),
            seed
        );
        if (names.Contains(Bank))
        {
            bank.Faults.Replace(
                [
                    KeyValuePair.Create(BankFaultKind.UnavailableBefore, Often),
                    KeyValuePair.Create(BankFaultKind.ResetBefore, Often),
                    KeyValuePair.Create(BankFaultKind.TimeoutAfter, Often),
                    KeyValuePair.Create(BankFaultKind.ResetAfter, Often),
                    KeyValuePair.Create(BankFaultKind.Delay, Often with { Size = 400 }),
                ],
                seed
            );
        }
    }

    /// <summary>Between lives, Horizon falls behind by up to three ledgers and catches up again.</summary>
    public static void ChangeLag(IReadOnlySet<string> names, int life, SandboxNetwork network)
    {
        if (names.Contains(Lag))
        {
            network.Faults.Conditions = network.Faults.Conditions with { IngestionLag = life % 4 };
        }
    }
}
