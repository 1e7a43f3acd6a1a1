namespace Anchor.Domain.Workers;

using Verdict = Decision<WorkerTransaction>;

/// <summary>The machine of an account's transactions: sent with one nonce until the chain has decided, and applied at most once.</summary>
public static class WorkerMachine
{
    /// <summary>A node behind a balancer may once have an old view: only so many looks at growing heights prove that a nonce is lost.</summary>
    public const int LooksThatProve = 3;

    public static Verdict Decide(WorkerTransaction state, WorkerCommand command, DateTimeOffset now) =>
        (state.Status, command) switch
        {
            (WorkerStatus.None, OrderTransaction c) => Accept(
                new WorkerTransaction
                {
                    Order = c.Order,
                    Status = WorkerStatus.Queued,
                    OrderedAt = now,
                    NotBefore = now,
                }
            ),
            (WorkerStatus.None, _) => Refuse("not_found", "There is no such order."),
            (_, OrderTransaction c) when c.Order == state.Order => Duplicate(),
            (_, OrderTransaction) => Refuse("order_taken", "The id was ordered before with other content."),

            (WorkerStatus.Queued, RecordAttempt c) when state.Order.FillsNonce is { } wanted && wanted != c.Nonce =>
                Refuse("wrong_nonce", "It is to fill another nonce."),
            (WorkerStatus.Queued, RecordAttempt c) => Accept(
                state with
                {
                    Status = WorkerStatus.InFlight,
                    Nonce = c.Nonce,
                    Attempts = [c.Attempt],
                    Trouble = null,
                    MissedLooks = 0,
                    MissedHeight = 0,
                }
            ),
            (WorkerStatus.InFlight, RecordAttempt c) when state.Attempts.Contains(c.Attempt) => Duplicate(),
            (WorkerStatus.InFlight, RecordReplacement c) when state.Attempts.Contains(c.Attempt) => Duplicate(),
            (WorkerStatus.InFlight, RecordReplacement c) => FeeRules.Replaces(c.Attempt, state.Attempts[^1])
                ? Accept(state with { Attempts = [.. state.Attempts, c.Attempt] })
                : Refuse("too_cheap", "Nodes would not take it in the place of the one before."),

            (WorkerStatus.Queued, PostponeTransaction c) => Accept(
                state with
                {
                    NotBefore = now + c.Pause,
                    Trouble = c.Reason,
                }
            ),
            (WorkerStatus.InFlight, PostponeTransaction c) when state.Trouble == c.Reason => Duplicate(),
            (WorkerStatus.InFlight, PostponeTransaction c) => Accept(state with { Trouble = c.Reason }),
            (WorkerStatus.Queued, RefuseTransaction c) => Accept(
                state with
                {
                    Status = WorkerStatus.Failed,
                    Trouble = c.Reason,
                }
            ),
            (WorkerStatus.Queued, MissFunds c) => Accept(
                state with
                {
                    Status = WorkerStatus.OutOfFunds,
                    Trouble = c.Reason,
                }
            ),

            (WorkerStatus.InFlight, EndTransaction c) when IsAttempt(state, c.End.Hash) => Accept(
                state with
                {
                    Status = c.End.Succeeded ? WorkerStatus.Succeeded : WorkerStatus.Failed,
                    End = c.End,
                    Trouble = c.End.Reason,
                }
            ),
            (WorkerStatus.Succeeded or WorkerStatus.Failed, EndTransaction c) when c.End.Hash == state.End?.Hash =>
                Duplicate(),
            (_, EndTransaction) => Refuse(
                "contradiction",
                "Bytes that were never signed for it, or could not apply any more, are reported on the chain."
            ),

            (WorkerStatus.InFlight, MissTransaction c) when c.Height <= state.MissedHeight => Duplicate(),
            (WorkerStatus.InFlight, MissTransaction c) when state.MissedLooks + 1 < LooksThatProve => Accept(
                state with
                {
                    MissedLooks = state.MissedLooks + 1,
                    MissedHeight = c.Height,
                }
            ),
            (WorkerStatus.InFlight, MissTransaction) => Accept(Displaced(state, now)),

            // Late word of work that was under way when it was settled: nothing of it was stored, so nothing was sent.
            (_, RecordAttempt or RecordReplacement or PostponeTransaction or RefuseTransaction or MissFunds)
                when state.IsDone => Duplicate(),
            (_, MissTransaction) => Duplicate(),
            _ => new Verdict.Reject(Refusal.WrongStatus(state.Status, command)),
        };

    /// <summary>Somebody else used the nonce, which is all that a filler is for; anything else is signed anew with another one.</summary>
    private static WorkerTransaction Displaced(WorkerTransaction state, DateTimeOffset now)
    {
        var displaced = state with
        {
            Displaced = [.. state.Displaced, .. state.Attempts.Select(attempt => attempt.Hash)],
            Attempts = [],
        };
        return state.Order.FillsNonce is null
            ? displaced with
            {
                Status = WorkerStatus.Queued,
                Nonce = null,
                NotBefore = now,
                Trouble = "Another transaction took its nonce.",
            }
            : displaced with
            {
                Status = WorkerStatus.Succeeded,
            };
    }

    private static bool IsAttempt(WorkerTransaction state, string hash) =>
        state.Attempts.Any(attempt => attempt.Hash == hash);

    private static Verdict Accept(WorkerTransaction next) => new Verdict.Accept(next);

    private static Verdict Duplicate() => new Verdict.Duplicate();

    private static Verdict Refuse(string code, string detail) => new Verdict.Reject(new Refusal(code, detail));
}
