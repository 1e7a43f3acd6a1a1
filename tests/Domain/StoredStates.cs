using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Domain.Money;
using Anchor.Domain.Mosaic;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Sync;
using Anchor.Domain.Tests.Transactions;
using Anchor.Domain.Transactions;
using Anchor.Domain.Workers;

namespace Anchor.Domain.Tests;

/// <summary>States in which every member has a value.</summary>
internal static class StoredStates
{
    public static readonly AnchorTransaction Transaction = new()
    {
        Id = "82fhs729f63dh0v4",
        Kind = TransactionKind.Withdrawal,
        Status = TransactionStatus.PendingStellar,
        Asset = Sample.Test,
        Account = "GWALLET",
        AccountMemo = "17",
        ClientDomain = "wallet.example",
        DistributionAccount = "GDISTRIBUTION",
        Counterparty = "GSENDER",
        Memo = new MemoText(MemoKind.Id, "9223372036854775807"),
        ClaimableBalanceSupported = true,
        Expected = Sample.Quote(100, 1.5m),
        Amounts = Sample.Quote(922337203685.4775807m, 0.0000001m),
        StartedAt = Sample.Start,
        UpdatedAt = Sample.Start.AddTicks(1234567),
        CompletedAt = Sample.Start.AddMinutes(9),
        StellarTransactionId = "hash-in",
        ExternalTransactionId = "bank-1",
        ClaimableBalanceId = "balance-1",
        Message = "Zürich \"bank\" says no.",
        Language = "en-GB",
        UserActionRequiredBy = Sample.Deadline,
        Fields = ImmutableSortedDictionary<string, string>.Empty.Add("type", "bank_account").Add("dest", "DE00"),
        UsedTokens = ["token-1"],
        PaymentId = "12884905984",
        Refunds = [new Refund("hash-back", Amount.Floor(12.5m), Amount.Zero)],
        Pending = [new PendingEffect("82fhs729f63dh0v4/refund/2", EffectKind.PayRefund, Sample.Start)],
        History = [new StatusChange(TransactionStatus.Incomplete, Sample.Start, null)],
        NextDue = Sample.Start.AddMinutes(1),
        Wakes = 3,
        PayoutRound = 2,
        AccountCreated = true,
    };

    public static readonly AnchorTransaction LostTransaction = Transaction with
    {
        Status = TransactionStatus.Error,
        NetworkLostAt = Sample.Start.AddMinutes(8),
    };

    public static readonly NetworkState Network = new()
    {
        Condition = NetworkCondition.Resolving,
        Era = 2,
        Landmarks = [new Landmark(4711, "5a1f", Sample.Start), new Landmark(4000, "77b0", Sample.Start.AddHours(-1))],
        Evidence = "ledger 4711 has another hash",
        NoticedAt = Sample.Start.AddMinutes(1),
        Progress = new ResetProgress(
            ResetStage.Transactions,
            "deposit/82fhs729f63dh0v4",
            3,
            0,
            Sample.Start.AddMinutes(2),
            Sample.Start.AddMinutes(3)
        ),
    };

    public static readonly BlockSyncState BlockSync = new()
    {
        Status = SyncStatus.Reorg,
        HasMoreBlocks = true,
        Epoch = 4,
        IsRebuilding = true,
        TipHeight = 17,
        TipId = "00b17c",
        BestHeight = 21,
        Reason = "the node does not answer",
        FailedAt = Sample.Start.AddMinutes(1),
        Heals = 2,
        Reorgs = [new UndoneReorg(Sample.Start, 20, 3)],
        ReorgFrom = 20,
        ReorgDepth = 3,
        DoneAt = Sample.Start.AddMinutes(-1),
    };

    public static readonly MosaicRequest MosaicRequest = new()
    {
        Terms = Mosaic.RequestSample.Terms(TransferKind.Redeem),
        Status = RequestStatus.TargetProgressFailed,
        Reached = RequestStatus.IntentConfirmed,
        Lock = new OwnLock("0xlock", "v2.15.8.1.c2FsdA==.c2VhbGVk", "0xmessage"),
        Foreign = new ForeignMessage("0xforeign", "0xtheirs"),
        IsSecretLost = true,
        SourceWorker = "0xsource",
        TargetWorker = "0xtarget",
        Needs = RequestNeed.Workers,
        Orders =
        [
            new StepOrder(
                "0xrequest/accept/0",
                RequestStep.Accept,
                "0xsource",
                null,
                Sample.Start,
                "0xhash",
                StepEnd.Done
            ),
            new StepOrder(
                "0xrequest/confirm/0",
                RequestStep.Confirm,
                "0xtarget",
                20,
                Sample.Start.AddSeconds(3),
                null,
                StepEnd.Failed,
                "Invalid nonce"
            ),
        ],
        ProofHeight = 20,
        BackProofHeight = 30,
        ForeignSince = Sample.Start.AddSeconds(4),
        Failures = 2,
        NotBefore = Sample.Start.AddSeconds(40),
        BlindLooks = 1,
        Trouble = "Invalid nonce",
        CreatedAt = Sample.Start,
        UpdatedAt = Sample.Start.AddSeconds(5),
        NextDue = Sample.Start.AddMinutes(1),
        Wakes = 1,
        RequestedAtBlock = 7,
    };

    public static readonly IncomingPayment Payment = new()
    {
        Id = "12884905984",
        Status = PaymentStatus.Surplus,
        Account = "GDISTRIBUTION",
        From = "MSENDER",
        Asset = Sample.Test,
        Amount = Amount.Floor(90.0000001m),
        Memo = new MemoText(MemoKind.Hash, "bWVtbw=="),
        StellarTransactionId = "hash-in",
        LedgerClosedAt = Sample.Start,
        TransactionId = "82fhs729f63dh0v4",
        Reason = "second_payment",
        DecidedAt = Sample.Start.AddSeconds(1),
    };

    public static readonly ScanCursor ScanCursor = new()
    {
        Epoch = 3,
        Trail = [new BlockPoint(7, "0x07"), new BlockPoint(9, "0x09")],
        Rewinds = 2,
        Alarm = "This is another chain.",
    };

    public static readonly ChainEvent ChainEvent = new()
    {
        Chain = "1337",
        Height = 9,
        BlockHash = "0x09",
        TransactionHash = "0xaa",
        LogIndex = 1,
        Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3",
        Topics = ["0xdd", "0xee"],
        Data = "0x01",
        IsOrphaned = true,
        Status = ChainEventStatus.SetAside,
        Failures = 5,
        Trouble = "InvalidOperationException: no",
        Rewinds = 2,
    };

    public static readonly WorkerTransaction WorkerTransaction = new()
    {
        Order = new WorkerOrder("request-1/accept", "1337/0xworker", "0xcontract", "100", "0x861d3962", 400_000, 8),
        Status = WorkerStatus.Succeeded,
        OrderedAt = Sample.Start,
        NotBefore = Sample.Start.AddSeconds(2),
        Nonce = 8,
        Attempts = [new WorkerAttempt("0xhash", "0xraw", 410_000, "30000000000", "1000000000", Sample.Start)],
        Displaced = ["0xlost"],
        MissedLooks = 2,
        MissedHeight = 17,
        End = new WorkerEnd("0xhash", 19, 361_625, "361625000000000", false, "Stake request must exists."),
        Trouble = "Stake request must exists.",
    };

    public static readonly Payout Payout = new()
    {
        Order = Order(PayoutKind.ClaimableBalance),
        Status = PayoutStatus.Paid,
        OrderedAt = Sample.Start,
        NotBefore = Sample.Start.AddSeconds(2),
        Signed = new SignedEnvelope("GCHANNEL", 4611686018427387904, "hash", "AAAA", Sample.Deadline, "balance-1"),
        Attempts = 2,
        End = new PayoutEnd.Paid("hash", Amount.Floor(7), "balance-1"),
        Told = true,
        Trouble = "tx_too_late",
    };

    public static readonly Payout RefusedPayout = new()
    {
        Order = Order(PayoutKind.Payment),
        Status = PayoutStatus.Refused,
        OrderedAt = Sample.Start,
        NotBefore = Sample.Start,
        End = new PayoutEnd.DestinationRefused(DestinationState.TrustlineTooSmall),
    };

    public static readonly Payout ImpossiblePayout = RefusedPayout with
    {
        Order = Order(PayoutKind.OpenChannels) with { TransactionId = null, Memo = null },
        End = new PayoutEnd.Impossible("op_low_reserve"),
    };

    public static readonly Payout LostPayout = RefusedPayout with
    {
        Status = PayoutStatus.NetworkReset,
        End = new PayoutEnd.NetworkReset("hash-lost"),
        Told = true,
    };

    private static PayoutOrder Order(PayoutKind kind) =>
        new(
            "82fhs729f63dh0v4/pay/1",
            "82fhs729f63dh0v4",
            "GDISTRIBUTION",
            kind,
            "GWALLET",
            Sample.Test,
            Amount.Floor(7),
            new MemoText(MemoKind.Text, "for you"),
            kind == PayoutKind.OpenChannels ? ["GCHANNEL1", "GCHANNEL2"] : []
        );
}
