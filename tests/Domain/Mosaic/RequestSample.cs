using Anchor.Domain.Mosaic;
using Anchor.Domain.Tests.Transactions;

namespace Anchor.Domain.Tests.Mosaic;

/// <summary>Requests and sights as tests need them.</summary>
internal static class RequestSample
{
    public static readonly DateTimeOffset Now = Sample.Start;

    public static readonly FacilitationPolicy Policy = new(
        TokenAmount.Of(1),
        TokenAmount.Of(700_000),
        TokenAmount.Zero,
        10,
        TimeSpan.FromMinutes(10),
        3,
        TimeSpan.FromSeconds(10)
    );

    public static readonly OwnLock TestLock = new("0xlock", "sealed", "0xmessage");

    public static readonly AcceptSight CanAccept = new(
        TokenAmount.Of(4),
        true,
        true,
        true,
        TokenAmount.Of(100),
        TokenAmount.Of(1_000),
        TokenAmount.Of(5_000)
    );

    public static readonly RequestSight Open = new()
    {
        IsOpen = true,
        IsInboxFree = true,
        Accept = CanAccept,
    };

    public static RequestTerms Terms(TransferKind kind = TransferKind.Stake) =>
        new(
            kind,
            "0xrequest",
            "1337-1406",
            "0xpool",
            "0xgateway",
            TokenAmount.Of(1_000_000_000),
            "0xbeneficiary",
            TokenAmount.Of(1),
            TokenAmount.Of(700_000),
            TokenAmount.Of(4),
            "0xstaker",
            "0xproxy"
        );

    public static RequestSight Message(
        MessageStatus outbox,
        MessageStatus inbox,
        ProofSight? toTarget = null,
        ForeignMessage? foreign = null,
        ProofSight? toSource = null
    ) =>
        new()
        {
            Outbox = new DepthStatus(outbox, outbox),
            Inbox = new DepthStatus(inbox, inbox),
            IsInboxFree = true,
            ToTarget = toTarget,
            ToSource = toSource,
            Foreign = foreign,
        };

    public static RequestCommand Look(RequestSight sight) => new TakeSight(sight, Policy);

    public static RequestCommand End(MosaicRequest state, StepEnd end) =>
        new EndOrder(
            state.OpenOrders().FirstOrDefault()?.Id ?? "no-order",
            end,
            "0xhash",
            end == StepEnd.Done ? null : "it said no",
            Policy
        );

    public static MosaicRequest After(params ReadOnlySpan<RequestCommand> commands)
    {
        var state = new MosaicRequest();
        foreach (var command in commands)
        {
            state = Apply(state, command);
        }

        return state;
    }

    public static MosaicRequest Recorded(params ReadOnlySpan<RequestCommand> commands) =>
        After([new RecordRequest(Terms(), 7), .. commands]);

    /// <summary>Recorded, with workers and a lock: what it takes to accept.</summary>
    public static MosaicRequest Ready(params ReadOnlySpan<RequestCommand> commands) =>
        Recorded([
            Look(Open),
            new AssignWorkers("0xsource", "0xtarget"),
            Look(Open),
            new SetLock(TestLock),
            .. commands,
        ]);

    public static MosaicRequest Apply(MosaicRequest state, RequestCommand command, TimeSpan later = default) =>
        RequestMachine.Decide(state, command, Now + later) is Decision<MosaicRequest>.Accept accept
            ? accept.Next
            : state;
}
