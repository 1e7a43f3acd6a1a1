using System.Collections.Immutable;
using System.Globalization;

namespace Anchor.Domain.Mosaic;

/// <summary>Which transactions a request needs next, by what the chains say.</summary>
internal static class RequestOrdering
{
    public static MosaicRequest Order(
        MosaicRequest state,
        RequestSight sight,
        FacilitationPolicy policy,
        DateTimeOffset now
    )
    {
        if (state.Status == RequestStatus.Unknown)
        {
            return state with { Trouble = Contradiction(sight) };
        }

        if (sight.Outbox.Head == MessageStatus.Undeclared)
        {
            return sight.IsOpen
                ? OrderAccept(state, sight, policy, now)
                : state with
                {
                    Trouble = "It has left the pool; how is not deep enough to count yet.",
                };
        }

        if (state is { SourceWorker: null } or { TargetWorker: null })
        {
            return state with { Needs = RequestNeed.Workers };
        }

        return state.HasSecret ? OrderWithSecret(state, sight, now) : OrderByProofs(state, sight, policy, now);
    }

    private static MosaicRequest OrderAccept(
        MosaicRequest state,
        RequestSight sight,
        FacilitationPolicy policy,
        DateTimeOffset now
    )
    {
        // A message that the target knows already is accepted anew at any price: its value is there.
        var isKnown = sight.Inbox.Head != MessageStatus.Undeclared;
        if (!isKnown && AcceptRules.Unworthy(state.Terms!, policy) is { } reason)
        {
            return state with { Trouble = reason };
        }

        if (state is { SourceWorker: null } or { TargetWorker: null })
        {
            return state with { Needs = RequestNeed.Workers };
        }

        if (AcceptRules.Obstacle(state.Terms!, sight.Accept) is { } obstacle)
        {
            return state with { Trouble = obstacle };
        }

        if (state.Lock is null)
        {
            return state with { Needs = RequestNeed.Lock };
        }

        return state.Terms!.Kind == TransferKind.Stake && sight.Accept!.Allowance < sight.Accept.Bounty
            ? With(state, RequestStep.ApproveBounty, null, now)
            : With(state, RequestStep.Accept, null, now);
    }

    private static MosaicRequest OrderWithSecret(MosaicRequest state, RequestSight sight, DateTimeOffset now)
    {
        if (sight.Inbox.Head == MessageStatus.Undeclared)
        {
            return OrderConfirmation(state, sight, now);
        }

        // The secret is shown to everybody only when no reorganisation that is waited for can take the message back.
        var next = state;
        if (
            sight is { Inbox: { Head: MessageStatus.Declared, Deep: MessageStatus.Declared } }
            && IsSettled(sight.Outbox)
        )
        {
            next = With(next, RequestStep.ProgressTarget, null, now);
        }

        if (
            sight is { Outbox: { Head: MessageStatus.Declared, Deep: MessageStatus.Declared } }
            && IsSettled(sight.Inbox)
        )
        {
            next = With(next, RequestStep.ProgressSource, null, now);
        }

        return next;
    }

    private static MosaicRequest OrderByProofs(
        MosaicRequest state,
        RequestSight sight,
        FacilitationPolicy policy,
        DateTimeOffset now
    )
    {
        if (now - (state.ForeignSince ?? now) < policy.ForeignPatience)
        {
            return state with { Trouble = "Another facilitator's message; it is left to its owner for a while." };
        }

        if (sight.Inbox.Head == MessageStatus.Undeclared)
        {
            return OrderConfirmation(state, sight, now);
        }

        var next = state;
        if (sight.Inbox is { Head: MessageStatus.Declared, Deep: MessageStatus.Declared })
        {
            next = OrderProofTo(
                next,
                sight.ToTarget,
                RequestStep.ProveToTarget,
                RequestStep.ProgressTargetByProof,
                now
            );
        }

        if (sight.Outbox is { Head: MessageStatus.Declared, Deep: MessageStatus.Declared } && IsSettled(sight.Inbox))
        {
            next = OrderProofTo(
                next,
                sight.ToSource,
                RequestStep.ProveToSource,
                RequestStep.ProgressSourceByProof,
                now
            );
        }

        return next;
    }

    private static MosaicRequest OrderConfirmation(MosaicRequest state, RequestSight sight, DateTimeOffset now)
    {
        if (sight.Outbox.Head == MessageStatus.Declared && sight.Outbox.Deep != MessageStatus.Declared)
        {
            return state with { Trouble = "The declaration is not deep enough yet." };
        }

        if (!sight.IsInboxFree)
        {
            return state with { Trouble = "An earlier message of the same proxy is still open on the target chain." };
        }

        return sight.ToTarget is not { Box: MessageStatus.Declared }
            ? state with
            {
                Trouble = "No anchored block shows the declaration yet.",
            }
            : OrderProofTo(state, sight.ToTarget, RequestStep.ProveToTarget, RequestStep.Confirm, now);
    }

    /// <summary>First the account by the anchored root, then the message by the account's storage.</summary>
    private static MosaicRequest OrderProofTo(
        MosaicRequest state,
        ProofSight? proof,
        RequestStep account,
        RequestStep message,
        DateTimeOffset now
    ) =>
        proof switch
        {
            { Box: MessageStatus.Declared or MessageStatus.Progressed } => With(
                state,
                proof.IsProven ? message : account,
                proof.Height,
                now
            ),
            _ => state with { Trouble = "No anchored block shows the message yet." },
        };

    private static bool IsSettled(DepthStatus box) =>
        box.Head == box.Deep && box.Head is MessageStatus.Declared or MessageStatus.Progressed;

    private static MosaicRequest With(MosaicRequest state, RequestStep step, long? height, DateTimeOffset now)
    {
        if (state.OpenOrders().Any(order => order.Step == step))
        {
            return state;
        }

        var earlier = state.Orders.Where(order => order.Step == step && order.Height == height).ToImmutableArray();
        var order = new StepOrder(
            IdOf(state, step, height, earlier.Length),
            step,
            state.WorkerOf(step.Side())!,
            height,
            now
        );
        return state with
        {
            Orders = state.Orders.Add(order),
            ProofHeight = step == RequestStep.ProveToTarget ? height : state.ProofHeight,
            BackProofHeight = step == RequestStep.ProveToSource ? height : state.BackProofHeight,
        };
    }

    /// <summary>Requests that wait for the same proof share its id, and with it the one transaction.</summary>
    private static string IdOf(MosaicRequest state, RequestStep step, long? height, int earlier)
    {
        var name = SnakeCaseEnumConverter<RequestStep>.NameOf(step);
        return step.IsShared()
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{state.Terms!.Pair}/{SnakeCaseEnumConverter<TransferKind>.NameOf(state.Terms.Kind)}/{name}/{height}/{earlier}"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{state.Terms!.RequestHash}/{name}/{state.Orders.Count(order => order.Step == step)}"
            );
    }

    private static string Contradiction(RequestSight sight) =>
        sight.Outbox.Deep == MessageStatus.DeclaredRevocation
            ? "Its revocation is declared on the source chain."
            : "The target chain knows the message, and the source chain does not.";
}
