namespace Anchor.Domain.Mosaic;

using Verdict = Decision<MosaicRequest>;

/// <summary>
/// The machine of stake and redeem requests: the one place where their status changes. The status follows what the chains say; what is
/// decided here is which transaction to send next, and when.
/// </summary>
public static class RequestMachine
{
    /// <summary>Decides a command. No clock, no input or output: the same arguments give the same answer.</summary>
    public static Verdict Decide(MosaicRequest state, RequestCommand command, DateTimeOffset now) =>
        (state.Status, command) switch
        {
            (RequestStatus.None, RecordRequest c) => Accept(RequestMoves.Start(c, now)),
            (RequestStatus.None, _) => Refuse("not_found", "There is no such request."),
            // The same words may be asked again after the first were taken back: the hash is the same then.
            (RequestStatus.Rejected or RequestStatus.Revoked, RecordRequest c) when c.Terms == state.Terms => Accept(
                RequestMoves.Start(c, now) with
                {
                    Lock = state.Lock,
                    IsSecretLost = state.IsSecretLost,
                    Orders = state.Orders,
                    CreatedAt = state.CreatedAt,
                }
            ),
            (_, RecordRequest c) when c.Terms == state.Terms => Duplicate(),
            (_, RecordRequest) => Refuse("contradiction", "The request was recorded with other terms."),

            (RequestStatus.Complete or RequestStatus.Rejected or RequestStatus.Revoked, _) => Duplicate(),

            (_, TakeSight c) => Unless(state, RequestMoves.Follow(state, c.Sight, c.Policy, now), now),
            (_, LoseSight c) => Accept(RequestMoves.Blinded(state, c.Reason, now)),

            (_, SetLock) when state.Lock is not null => Duplicate(),
            (_, SetLock c) when state.Needs == RequestNeed.Lock => Accept(
                state with
                {
                    Lock = c.Lock,
                    Needs = RequestNeed.None,
                    UpdatedAt = now,
                }
            ),
            (_, SetLock) => Duplicate(),
            (_, AssignWorkers c) => Unless(state, RequestMoves.Staffed(state, c), now),
            (_, MissWorkers c) => Unless(state, state with { Trouble = c.Reason }, now),
            (_, LoseSecret) when state is { Lock: not null, IsSecretLost: false } => Accept(
                state with
                {
                    IsSecretLost = true,
                    UpdatedAt = now,
                }
            ),
            (_, LoseSecret) => Duplicate(),

            (_, EndOrder c) when state.OpenOrders().FirstOrDefault(order => order.Id == c.OrderId) is { } order =>
                Accept(RequestMoves.Ended(state, order, c, now)),
            (_, EndOrder) => Duplicate(),

            (_, WakeRequest) => Accept(RequestMoves.Woken(state, now)),
            (_, RetryRequest) when state.Failures == 0 => Duplicate(),
            (_, RetryRequest) => Accept(
                state with
                {
                    Failures = 0,
                    NotBefore = null,
                    Wakes = 0,
                    NextDue = now,
                    UpdatedAt = now,
                }
            ),
            _ => new Verdict.Reject(Refusal.WrongStatus(state.Status, command)),
        };

    private static Verdict Unless(MosaicRequest before, MosaicRequest after, DateTimeOffset now) =>
        RequestMoves.IsSame(before, after) ? Duplicate() : Accept(after with { UpdatedAt = now });

    private static Verdict Accept(MosaicRequest next) => new Verdict.Accept(next);

    private static Verdict Duplicate() => new Verdict.Duplicate();

    private static Verdict Refuse(string code, string detail) => new Verdict.Reject(new Refusal(code, detail));
}
