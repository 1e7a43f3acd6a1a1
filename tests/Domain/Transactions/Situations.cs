using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;
using static Anchor.Domain.Tests.Transactions.Sample;

namespace Anchor.Domain.Tests.Transactions;

/// <summary>Every situation that a deposit or a withdrawal can be in, each reached by commands, and the statuses that none reaches.</summary>
internal static class Situations
{
    private static readonly ImmutableArray<TransactionCommand> Funded =
    [
        StartOf(TransactionKind.Deposit),
        new OpenInteractive("token-1"),
        Submit(),
        Received(),
    ];

    private static readonly ImmutableArray<TransactionCommand> Paid =
    [
        StartOf(TransactionKind.Withdrawal),
        new OpenInteractive("token-1"),
        Submit(),
        Payment(),
    ];

    public static readonly ImmutableArray<Row<AnchorTransaction>> Deposits =
    [
        new("none", new AnchorTransaction()),
        Deposit("incomplete", Funded[..2]),
        Deposit("pending_user_transfer_start", Funded[..3]),
        Deposit("pending_external", [.. Funded[..3], new DepositSeen("bank-1")]),
        Deposit("pending_anchor, looking", Funded),
        Deposit("pending_anchor, creating", [.. Funded, Looked(DestinationState.AccountMissing)]),
        Deposit("pending_trust", [.. Funded, Looked(DestinationState.TrustlineMissing)]),
        Deposit(
            "pending_trust, created",
            [.. Funded, Looked(DestinationState.AccountMissing), new PayoutEnded("t1/create/1", Sample.Paid())]
        ),
        Deposit("pending_trust, looking", [.. Funded, Looked(DestinationState.TrustlineTooSmall), new Wake()]),
        Deposit("pending_stellar", [.. Funded, Looked(DestinationState.Ready)]),
        Deposit(
            "pending_stellar, claimable",
            [
                StartOf(TransactionKind.Deposit, claimable: true),
                .. Funded[1..],
                Looked(DestinationState.TrustlineMissing),
            ]
        ),
        Deposit(
            "pending_stellar, native to nobody",
            [
                StartOf(TransactionKind.Deposit, asset: AssetId.Native),
                .. Funded[1..],
                Looked(DestinationState.AccountMissing),
            ]
        ),
        Deposit("on_hold, not paid out", [.. Funded[..3], new DepositHeld("too small")]),
        Deposit("on_hold, memo required", [.. Funded, Looked(DestinationState.MemoRequired)]),
        Deposit("completed", [.. Funded, Looked(DestinationState.Ready), new PayoutEnded("t1/pay/1", Sample.Paid())]),
        new("expired", Expired(TransactionKind.Deposit)),
        Deposit("error", [.. Funded[..3], new DepositFailed("bounced")]),
        Deposit("error, trust lost", [.. Funded, Looked(DestinationState.TrustlineMissing), new NetworkReset()]),
        Deposit(
            "error, payment lost",
            [
                .. Funded,
                Looked(DestinationState.Ready),
                new PayoutEnded("t1/pay/1", new PayoutEnd.NetworkReset("hash-lost")),
            ]
        ),
        Deposit(
            "pending_anchor, looking anew",
            [.. Funded, Looked(DestinationState.Ready), new PayoutEnded("t1/pay/1", new PayoutEnd.NetworkReset(null))]
        ),
        .. Unreached(
            Funded,
            TransactionStatus.PendingUserTransferComplete,
            TransactionStatus.PendingUser,
            TransactionStatus.Refunded,
            TransactionStatus.NoMarket,
            TransactionStatus.TooSmall,
            TransactionStatus.TooLarge
        ),
    ];

    public static readonly ImmutableArray<Row<AnchorTransaction>> Withdrawals =
    [
        new("none", new AnchorTransaction { Kind = TransactionKind.Withdrawal }),
        Withdrawal("incomplete", Paid[..2]),
        Withdrawal("pending_user_transfer_start", Paid[..3]),
        Withdrawal("pending_anchor", Paid),
        Withdrawal("pending_anchor, begun", [.. Paid, new BeginOutgoing("t1/out", null)]),
        Withdrawal("pending_anchor, on request", [.. Paid[..^1], Payment() with { OnRequest = true }]),
        Withdrawal(
            "pending_anchor, released",
            [.. Paid[..^1], Payment() with { OnRequest = true }, new ReleaseOutgoing()]
        ),
        Withdrawal("pending_external", [.. Paid, Answer(OutgoingState.Pending)]),
        Withdrawal("pending_external, asking", [.. Paid, Answer(OutgoingState.Pending), new Wake()]),
        Withdrawal("on_hold, outcome unknown", [.. Paid, Answer(OutgoingState.Unknown)]),
        Withdrawal(
            "on_hold, refund refused",
            [
                .. Paid,
                Answer(OutgoingState.Failed),
                new PayoutEnded("t1/refund/1", new PayoutEnd.Impossible("no trustline")),
            ]
        ),
        Withdrawal("pending_anchor, no way back", [.. Paid, new NetworkReset()]),
        Withdrawal("pending_external, no way back", [.. Paid, Answer(OutgoingState.Pending), new NetworkReset()]),
        Withdrawal("on_hold, no way back", [.. Paid, Answer(OutgoingState.Unknown), new NetworkReset()]),
        Withdrawal("pending_stellar", [.. Paid, Answer(OutgoingState.Failed)]),
        Withdrawal("pending_stellar, no way back", [.. Paid, Answer(OutgoingState.Failed), new NetworkReset()]),
        Withdrawal("completed", [.. Paid, Answer(OutgoingState.Settled)]),
        Withdrawal(
            "refunded",
            [.. Paid, Answer(OutgoingState.Failed), new PayoutEnded("t1/refund/1", Sample.Paid(90))]
        ),
        new("expired", Expired(TransactionKind.Withdrawal)),
        Withdrawal("error, no way back", [.. Paid, new NetworkReset(), Answer(OutgoingState.Failed)]),
        Withdrawal(
            "error, refund lost",
            [
                .. Paid,
                Answer(OutgoingState.Failed),
                new PayoutEnded("t1/refund/1", new PayoutEnd.NetworkReset("hash-lost")),
            ]
        ),
        .. Unreached(
            Paid,
            TransactionStatus.PendingUserTransferComplete,
            TransactionStatus.PendingTrust,
            TransactionStatus.PendingUser,
            TransactionStatus.NoMarket,
            TransactionStatus.TooSmall,
            TransactionStatus.TooLarge
        ),
    ];

    private static Row<AnchorTransaction> Deposit(string name, IEnumerable<TransactionCommand> commands) =>
        new(name, After(commands));

    private static Row<AnchorTransaction> Withdrawal(string name, IEnumerable<TransactionCommand> commands) =>
        new(name, After(commands));

    private static DestinationChecked Looked(DestinationState state) => new("t1/check/0", state);

    private static OutgoingAnswered Answer(OutgoingState state) => new(state, "bank-2", "reason");

    private static AnchorTransaction Expired(TransactionKind kind)
    {
        var waiting = After(StartOf(kind), new OpenInteractive("token-1"), Submit());
        return TransactionMachine.Decide(waiting, new Wake(), Deadline) is Decision<AnchorTransaction>.Accept accept
            ? accept.Next
            : throw new InvalidOperationException("It does not expire.");
    }

    private static IEnumerable<Row<AnchorTransaction>> Unreached(
        IEnumerable<TransactionCommand> commands,
        params IEnumerable<TransactionStatus> statuses
    ) =>
        statuses.Select(status => new Row<AnchorTransaction>(
            $"{status.WireName()} *",
            After(commands) with
            {
                Status = status,
                Pending = [],
            }
        ));
}
