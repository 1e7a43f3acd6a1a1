using System.Collections.Immutable;

namespace Anchor.Domain.Network;

using Verdict = Decision<NetworkState>;

/// <summary>Something that was seen of the network, or decided about it.</summary>
[GenerateSerializer]
[Alias("anchor.net")]
public abstract record NetworkCommand;

/// <summary>A landmark was found where it was known to be, or there was none to look for.</summary>
/// <param name="Era">The era whose landmarks were looked for; word of another era is late.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.net.confirm")]
public sealed record ConfirmNetwork(int Era, Landmark Latest) : NetworkCommand;

/// <summary>It is proved that the ledger which is seen does not go on from the landmarks.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.net.deny")]
public sealed record DenyNetwork(int Era, string Evidence) : NetworkCommand;

/// <summary>The operator decides that the old network is gone for good and that the one which is seen takes its place.</summary>
/// <param name="Latest">The new network's latest ledger: reading goes on after it.</param>
/// <param name="Force">Also where the reset is not proved.</param>
[GenerateSerializer]
[Immutable]
[Alias("anchor.net.begin")]
public sealed record BeginReset(Landmark Latest, bool Force) : NetworkCommand;

/// <summary>A page of the ending is done, or its whole stage.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.net.advance")]
public sealed record AdvanceReset(ResetStage From, string? FromAfter, ResetStage To, string? ToAfter, int Count)
    : NetworkCommand;

/// <summary>The machine of the network: known by its landmarks, proved reset, resolved by the operator's word alone.</summary>
public static class NetworkMachine
{
    /// <summary>The first ledger is the same in every incarnation of a network, so it tells nothing.</summary>
    public const long FirstTellingLedger = 2;

    private static readonly TimeSpan BetweenLandmarks = TimeSpan.FromSeconds(30);

    public static Verdict Decide(NetworkState state, NetworkCommand command, DateTimeOffset now) =>
        (state.Condition, command) switch
        {
            (_, ConfirmNetwork c) when c.Era != state.Era || c.Latest.Ledger < FirstTellingLedger => Duplicate(),
            (_, DenyNetwork c) when c.Era != state.Era => Duplicate(),

            (NetworkCondition.Unknown, ConfirmNetwork c) => Accept(Seen(state, c.Latest)),
            (NetworkCondition.Known, ConfirmNetwork c) when IsNews(state, c.Latest) => Accept(Seen(state, c.Latest)),
            // The configuration was wrong for a while: nothing was ended, so everything goes on.
            (NetworkCondition.Reset, ConfirmNetwork c) when !state.Landmarks.IsEmpty => Accept(
                Seen(state, c.Latest) with
                {
                    Evidence = null,
                    NoticedAt = null,
                }
            ),
            (_, ConfirmNetwork) => Duplicate(),

            (NetworkCondition.Unknown or NetworkCondition.Known, DenyNetwork c) => Accept(
                state with
                {
                    Condition = NetworkCondition.Reset,
                    Evidence = c.Evidence,
                    NoticedAt = now,
                }
            ),
            // Noticed again as soon as the ending that is under way is over.
            (_, DenyNetwork) => Duplicate(),

            (NetworkCondition.Resolving, BeginReset) => Duplicate(),
            (_, BeginReset c) when c.Latest.Ledger < FirstTellingLedger => Refuse(
                "too_young",
                "The new network has closed no ledger yet by which it could be known again."
            ),
            (NetworkCondition.Reset, BeginReset c) => Accept(Begun(state, c.Latest, now)),
            (NetworkCondition.Unknown or NetworkCondition.Known, BeginReset { Force: true } c) => Accept(
                Begun(state, c.Latest, now)
            ),
            (_, BeginReset) => Refuse("not_reset", "The network is the one that is known: it was not reset."),

            (NetworkCondition.Resolving, AdvanceReset c)
                when c.From == state.Progress!.Stage && c.FromAfter == state.Progress.After && IsForward(c) => Accept(
                Advanced(state, c, now)
            ),
            (_, AdvanceReset) => Duplicate(),
            _ => Refuse(Refusal.WrongStatusCode, $"{command.GetType().Name} is not possible in {state.Condition}."),
        };

    private static bool IsNews(NetworkState state, Landmark latest) =>
        state.Landmarks is not [var known, ..]
        || (latest.Ledger > known.Ledger && latest.ClosedAt >= known.ClosedAt + BetweenLandmarks);

    private static bool IsForward(AdvanceReset c) =>
        c.To == c.From + 1
            ? c.ToAfter is null
            : c.To == c.From && c.To != ResetStage.Done && string.CompareOrdinal(c.ToAfter, c.FromAfter) > 0;

    private static NetworkState Seen(NetworkState state, Landmark latest) =>
        state with
        {
            Condition = NetworkCondition.Known,
            Landmarks =
                state.Landmarks.Length == 0 || latest.Ledger > state.Landmarks[0].Ledger
                    ? Thin(state.Landmarks.Insert(0, latest))
                    : state.Landmarks,
        };

    /// <summary>
    /// Keeps the latest and the oldest, and between them only what halves the way back to some other: a network that grew past the latest
    /// is recognised by that one, one that was reset and is young by an old one.
    /// </summary>
    private static ImmutableArray<Landmark> Thin(ImmutableArray<Landmark> landmarks)
    {
        var kept = ImmutableArray.CreateBuilder<Landmark>();
        for (var i = 0; i < landmarks.Length; i++)
        {
            var isNeeded = kept.Count == 0 || i == landmarks.Length - 1 || Back(landmarks[i + 1]) > 2 * Back(kept[^1]);
            if (isNeeded)
            {
                kept.Add(landmarks[i]);
            }
        }

        return kept.ToImmutable();

        long Back(Landmark landmark) => landmarks[0].Ledger - landmark.Ledger;
    }

    private static NetworkState Begun(NetworkState state, Landmark latest, DateTimeOffset now) =>
        state with
        {
            Condition = NetworkCondition.Resolving,
            Era = state.Era + 1,
            Landmarks = [latest],
            Evidence = state.Evidence ?? "an operator said so",
            NoticedAt = state.NoticedAt ?? now,
            Progress = new ResetProgress(ResetStage.Payments, null, 0, 0, now, null),
        };

    private static NetworkState Advanced(NetworkState state, AdvanceReset c, DateTimeOffset now)
    {
        var progress = state.Progress!;
        var next = progress with
        {
            Stage = c.To,
            After = c.ToAfter,
            Transactions = progress.Transactions + (c.From == ResetStage.Transactions ? c.Count : 0),
            Payouts = progress.Payouts + (c.From == ResetStage.Payouts ? c.Count : 0),
            FinishedAt = c.To == ResetStage.Done ? now : null,
        };
        return c.To == ResetStage.Done
            ? state with
            {
                Condition = NetworkCondition.Known,
                Evidence = null,
                NoticedAt = null,
                Progress = next,
            }
            : state with
            {
                Progress = next,
            };
    }

    private static Verdict Accept(NetworkState next) => new Verdict.Accept(next);

    private static Verdict Duplicate() => new Verdict.Duplicate();

    private static Verdict Refuse(string code, string detail) => new Verdict.Reject(new Refusal(code, detail));
}
