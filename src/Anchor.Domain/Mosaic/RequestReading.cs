namespace Anchor.Domain.Mosaic;

/// <summary>What status the chains give a request, whatever was believed before: reorganisations take it back, others carry it on.</summary>
internal static class RequestReading
{
    public static RequestStatus StatusOf(MosaicRequest state, RequestSight sight) =>
        (sight.Outbox.Deep, sight.Inbox.Deep) switch
        {
            (MessageStatus.Progressed, MessageStatus.Progressed) => RequestStatus.Complete,
            (MessageStatus.Revoked, _) => RequestStatus.Revoked,
            (MessageStatus.Progressed, _) => RequestStatus.SourceProgressed,
            (MessageStatus.Undeclared, MessageStatus.Declared or MessageStatus.Progressed)
                when sight is { IsOpen: false, Outbox.Head: MessageStatus.Undeclared } =>
            // It was confirmed, and its source has forgotten it for good.
            RequestStatus.Unknown,
            (_, MessageStatus.Progressed) => RequestStatus.TargetProgressed,
            (_, MessageStatus.Declared) => RequestStatus.IntentConfirmed,
            (MessageStatus.DeclaredRevocation, _) => RequestStatus.Unknown,
            (MessageStatus.Declared, _) => IsProven(state, sight)
                ? RequestStatus.AccountProven
                : RequestStatus.Accepted,
            _ => sight.Closing switch
            {
                RequestClosing.Rejected => RequestStatus.Rejected,
                RequestClosing.Revoked => RequestStatus.Revoked,
                _ => RequestStatus.Requested,
            },
        };

    /// <summary>What is confirmed at the head, and not deep enough yet, was proven before.</summary>
    private static bool IsProven(MosaicRequest state, RequestSight sight) =>
        sight.Inbox.Head != MessageStatus.Undeclared
        || (
            sight.ToTarget is { IsProven: true } proof
            && (state.ProofHeight is null || proof.Height >= state.ProofHeight)
        );
}
