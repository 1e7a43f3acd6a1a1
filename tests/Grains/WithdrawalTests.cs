using Anchor.Domain;
using Anchor.Domain.Money;
using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

public sealed class WithdrawalTests
{
    [Fact]
    public async Task Withdrawal_is_paid_out_by_the_bank_once_its_payment_is_on_the_ledger()
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");

        var payment = world.Receive("42", 50);
        var done = await world.ReachesAsync("w1", TransactionStatus.Completed);

        Assert.Equal(["w1/out"], world.Rails.Book);
        Assert.Equal((50m, 1m, 49m), (done.Amounts!.In.Value, done.Amounts.Fee.Value, done.Amounts.Out.Value));
        Assert.Equal((payment.Id, payment.From), (done.PaymentId, done.Counterparty));
        Assert.Equal("bank-2", done.ExternalTransactionId);
        var row = await world.DecidedAsync(payment);
        Assert.Equal((PaymentStatus.Matched, "w1"), (row.Status, row.TransactionId));
    }

    [Fact]
    public async Task Withdrawal_that_the_bank_pays_later_completes_when_a_poll_says_so()
    {
        await using var world = await World.StartAsync();
        world.Rails.Will(Telling.PaysLater);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.PendingExternal);
        await world.PassAsync(TimeSpan.FromMinutes(2));

        world.Rails.Outgoing["w1"] = RailsAnswer.Settled("bank-3");
        var done = await world.ReachesAsync("w1", TransactionStatus.Completed);

        Assert.Equal("bank-3", done.ExternalTransactionId);
        Assert.Equal(["w1/out"], world.Rails.Book);
    }

    [Fact]
    public async Task Withdrawal_that_the_bank_refuses_is_sent_back_whole()
    {
        await using var world = await World.StartAsync();
        world.Rails.Will(Telling.Refuses);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42", 50);

        var done = await world.ReachesAsync("w1", TransactionStatus.Refunded);

        var payment = Assert.Single(world.PaymentsFor("w1"));
        Assert.Equal(("GSENDER", 50m), (payment.Order.Destination, payment.Order.Amount.Value));
        Assert.Null(payment.Order.Memo);
        Assert.Equal(new Refund(payment.Envelope.Hash, Amount.Floor(50), Amount.Zero), Assert.Single(done.Refunds));
        Assert.Empty(world.Rails.Book);
    }

    [Fact]
    public async Task Withdrawal_that_failed_later_is_sent_back_too()
    {
        await using var world = await World.StartAsync();
        world.Rails.Will(Telling.PaysLater);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.PendingExternal);

        world.Rails.Outgoing["w1"] = RailsAnswer.Failed("No such account.");
        var done = await world.ReachesAsync("w1", TransactionStatus.Refunded);

        Assert.Equal("No such account.", done.Message);
        Assert.Single(world.PaymentsFor("w1"));
    }

    [Fact]
    public async Task Withdrawal_whose_refund_nobody_can_take_is_held_and_sent_back_when_somebody_can()
    {
        await using var world = await World.StartAsync();
        world.Ledger.Destinations["GSENDER"] = DestinationState.TrustlineMissing;
        world.Rails.Will(Telling.Refuses);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.OnHold);

        world.Ledger.Destinations["GSENDER"] = DestinationState.Ready;
        await world.ReachesAsync("w1", TransactionStatus.Refunded);

        Assert.Single(world.PaymentsFor("w1"));
    }

    [Fact]
    public async Task Withdrawal_that_nobody_pays_expires_and_a_late_payment_is_held()
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42", expires: TimeSpan.FromMinutes(30));
        await world.ReachesAsync("w1", TransactionStatus.Expired, TimeSpan.FromMinutes(32));

        var late = await world.DecidedAsync(world.Receive("42"));

        Assert.Equal((PaymentStatus.Surplus, "late", "w1"), (late.Status, late.Reason, late.TransactionId));
        Assert.Empty(world.Rails.Book);
    }

    [Fact]
    public async Task Second_payment_for_one_withdrawal_is_held_for_it()
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");
        var first = await world.DecidedAsync(world.Receive("42"));

        var second = await world.DecidedAsync(world.Receive("42"));

        Assert.Equal(PaymentStatus.Matched, first.Status);
        Assert.Equal(
            (PaymentStatus.Surplus, "second_payment", "w1"),
            (second.Status, second.Reason, second.TransactionId)
        );
        await world.ReachesAsync("w1", TransactionStatus.Completed);
        Assert.Equal(["w1/out"], world.Rails.Book);
    }

    public static TheoryData<string?, decimal, bool, PaymentStatus, string> Misfits =>
        new()
        {
            { "42", 1.9999999m, false, PaymentStatus.Surplus, "too_small" },
            { "42", 1000.0000001m, false, PaymentStatus.Surplus, "too_large" },
            { "42", 100m, true, PaymentStatus.Surplus, "wrong_asset" },
            { "43", 100m, false, PaymentStatus.Unmatched, "unknown_memo" },
            { null, 100m, false, PaymentStatus.Unmatched, "no_memo" },
        };

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task Payment_that_does_not_fit_is_held_with_the_reason_and_the_withdrawal_still_waits(
        string? memo,
        decimal amount,
        bool isOtherAsset,
        PaymentStatus status,
        string reason
    )
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");

        var held = await world.DecidedAsync(
            world.Receive(memo, amount, isOtherAsset ? FakeAssets.Other : FakeAssets.Test)
        );

        Assert.Equal((status, reason), (held.Status, held.Reason));
        Assert.Equal(TransactionStatus.PendingUserTransferStart, (await world.RowAsync("w1")).Status);

        // The right payment still does what it should.
        Assert.Equal(PaymentStatus.Matched, (await world.DecidedAsync(world.Receive("42"))).Status);
    }

    [Fact]
    public async Task Payment_with_the_memos_digits_in_another_kind_of_memo_is_not_the_withdrawals()
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");

        var held = await world.DecidedAsync(world.Receive("42", kind: MemoKind.Text));

        Assert.Equal((PaymentStatus.Unmatched, "unknown_memo"), (held.Status, held.Reason));
    }

    [Fact]
    public async Task Payment_with_a_memo_that_two_withdrawals_carry_is_held_for_neither()
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");
        await world.WithdrawAsync("w2", "42");

        var held = await world.DecidedAsync(world.Receive("42"));

        Assert.Equal((PaymentStatus.Unmatched, "ambiguous_memo"), (held.Status, held.Reason));
    }
}
