namespace Anchor.Domain.Mosaic;

/// <summary>The next states that the rows of <see cref="RequestMachine"/> name.</summary>
internal static class RequestMoves
{
    private const int BlindLooksToUnknown = 5;
    private static readonly TimeSpan FirstAlarm = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    public static MosaicRequest Start(RecordRequest command, DateTimeOffset now) =>
        new()
        {
            Terms = command.Terms,
            RequestedAtBlock = command.Height,
            Status = RequestStatus.Requested,
            Reached = RequestStatus.Requested,
            CreatedAt = now,
            UpdatedAt = now,
            NextDue = now + FirstAlarm,
        };

    /// <summary>The status is what the chains say; then the next transactions are ordered, if any are possible and worth it.</summary>
    public static MosaicRequest Follow(
        MosaicRequest state,
        RequestSight sight,
        FacilitationPolicy policy,
        DateTimeOffset now
    )
    {
        var reached = RequestReading.StatusOf(state, sight);
        if (reached.IsTerminal() && state.OpenOrders().Any())
        {
            // The worker's account says how they ended, as deep as is waited for; the request's books are closed after that.
            return state with
            {
                BlindLooks = 0,
                Trouble = "It has ended, and the last transactions are not deep enough yet.",
            };
        }

        var next = state with
        {
            Foreign = sight.Foreign,
            ForeignSince = sight.Foreign is null && !state.IsSecretLost ? null : state.ForeignSince ?? now,
            Reached = reached,
            BlindLooks = 0,
            Trouble = null,
            Needs = RequestNeed.None,
        };
        if (reached != state.Reached)
        {
            // The chains have moved: what failed before may work now, and the alarm is near again.
            next = next with
            {
                Status = reached,
                Failures = 0,
                NotBefore = null,
                Wakes = 0,
                NextDue = reached.IsTerminal() ? null : now + FirstAlarm,
            };
        }

        if (reached.IsTerminal())
        {
            return next with { Status = reached };
        }

        if (next.IsStuck(policy))
        {
            return next with { Trouble = state.Trouble };
        }

        return now < next.NotBefore
            ? next with
            {
                Trouble = state.Trouble,
            }
            : KeepTrouble(state, RequestOrdering.Order(next with { Status = reached }, sight, policy, now));
    }

    /// <summary>Why no worker was to be had is known only to who looked for one.</summary>
    private static MosaicRequest KeepTrouble(MosaicRequest before, MosaicRequest next) =>
        before.Needs == RequestNeed.Workers && next.Needs == RequestNeed.Workers
            ? next with
            {
                Trouble = before.Trouble,
            }
            : next;

    public static MosaicRequest Blinded(MosaicRequest state, string reason, DateTimeOffset now)
    {
        var looks = state.BlindLooks + 1;
        return state with
        {
            BlindLooks = looks,
            Status = looks >= BlindLooksToUnknown ? RequestStatus.Unknown : state.Status,
            // Whatever is seen next is news then.
            Reached = looks >= BlindLooksToUnknown ? RequestStatus.Unknown : state.Reached,
            Trouble = reason,
            UpdatedAt = now,
        };
    }

    public static MosaicRequest Staffed(MosaicRequest state, AssignWorkers command)
    {
        var next = state with
        {
            SourceWorker = state.SourceWorker ?? command.Source,
            TargetWorker = state.TargetWorker ?? command.Target,
        };
        return next is { Needs: RequestNeed.Workers, SourceWorker: not null, TargetWorker: not null }
            ? next with
            {
                Needs = RequestNeed.None,
            }
            : next;
    }

    public static MosaicRequest Ended(MosaicRequest state, StepOrder order, EndOrder end, DateTimeOffset now)
    {
        var ended = order with { End = end.End, Hash = end.Hash ?? order.Hash, Reason = end.Reason };
        var next = state with { Orders = state.Orders.Replace(order, ended), UpdatedAt = now };
        return end.End switch
        {
            // What it changed is read from the chain, not believed.
            StepEnd.Done => next,
            StepEnd.OutOfFunds => Unstaffed(next, order.Step.Side()) with
            {
                Status = order.Step.Failure(),
                NotBefore = now + end.Policy.RetryPause,
                Trouble = end.Reason,
            },
            _ => next with
            {
                Status = order.Step.Failure(),
                Failures = state.Failures + 1,
                NotBefore = now + Pause(end.Policy, state.Failures),
                Trouble = end.Reason,
            },
        };
    }

    public static MosaicRequest Woken(MosaicRequest state, DateTimeOffset now) =>
        state with
        {
            Wakes = state.Wakes + 1,
            NextDue = now + Doubled(FirstAlarm, state.Wakes, LongestAlarm),
            UpdatedAt = now,
        };

    /// <summary>Whether nothing that matters has changed, so that a look costs no write.</summary>
    public static bool IsSame(MosaicRequest before, MosaicRequest after) =>
        before == after with { Orders = before.Orders } && before.Orders.SequenceEqual(after.Orders);

    private static MosaicRequest Unstaffed(MosaicRequest state, Side side) =>
        side == Side.Source ? state with { SourceWorker = null } : state with { TargetWorker = null };

    private static TimeSpan Pause(FacilitationPolicy policy, int failures) =>
        Doubled(policy.RetryPause, failures, LongestPause);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan most)
    {
        var pause = first * (1 << Math.Min(times, 12));
        return pause < most ? pause : most;
    }
}
