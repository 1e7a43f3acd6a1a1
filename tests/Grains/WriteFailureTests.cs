using Anchor.Domain.Transactions;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;
using Anchor.Grains.Transactions;

namespace Anchor.Grains.Tests;

/// <summary>A write throws, and nobody can tell whether it happened.</summary>
public sealed class WriteFailureTests
{
    public static TheoryData<string, bool> DepositWrites =>
        new()
        {
            { "transaction/d1", false },
            { "transaction/d1", true },
            { "payout d1/pay/1 Queued", false },
            { "payout d1/pay/1 Queued", true },
            { "payout d1/pay/1 Signed", false },
            { "payout d1/pay/1 Signed", true },
            { "payout d1/pay/1 Paid", false },
            { "payout d1/pay/1 Paid", true },
        };

    [Theory]
    [MemberData(nameof(DepositWrites))]
    public async Task Deposit_is_paid_once_whatever_became_of_the_write(string write, bool afterwards)
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1");
        world.Faults.FailNext(write, afterwards);
        world.BankReceives("d1");

        await world.ReachesAsync("d1", TransactionStatus.Completed);
        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.False(world.Faults.IsArmed, "The write never came.");
        Assert.Single(world.PaymentsFor("d1"));
        Assert.Empty(world.Ledger.Violations);
    }

    public static TheoryData<string, bool> WithdrawalWrites =>
        new()
        {
            { "ingest 1", false },
            { "ingest 1", true },
            { "payment/1000", false },
            { "payment/1000", true },
            { "transaction/w1", false },
            { "transaction/w1", true },
        };

    [Theory]
    [MemberData(nameof(WithdrawalWrites))]
    public async Task Withdrawal_is_paid_once_whatever_became_of_the_write(string write, bool afterwards)
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");
        world.Faults.FailNext(write, afterwards);
        world.Receive("42");

        await world.ReachesAsync("w1", TransactionStatus.Completed);
        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.False(world.Faults.IsArmed, "The write never came.");
        Assert.Equal(["w1/out"], world.Rails.Book);
        Assert.Equal(1, world.Rails.Tellings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_write_of_a_withdrawal_may_fail_in_turn(bool afterwards)
    {
        await using var world = await World.StartAsync();
        world.Rails.Will(Telling.Refuses);
        await world.WithdrawAsync("w1", "42");
        for (var i = 0; i < 4; i++)
        {
            world.Faults.FailNext("transaction/w1", afterwards);
            world.Faults.FailNext("payout w1", afterwards);
        }

        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.Refunded);

        Assert.Single(world.PaymentsFor("w1"));
        Assert.Empty(world.Rails.Book);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_call_reads_the_truth_and_not_what_was_decided(bool afterwards)
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.DepositAsync("d1");
        world.Faults.FailNext("transaction/d1", afterwards);

        await Assert.ThrowsAnyAsync<Exception>(() => world.TellAsync("d1", new DepositSeen("bank")));
        var seen = await world.Transaction("d1").GetAsync(CancellationToken.None);

        Assert.Equal(
            afterwards ? TransactionStatus.PendingExternal : TransactionStatus.PendingUserTransferStart,
            seen!.Status
        );
        Assert.Equal((await world.RowAsync("d1")).Status, seen.Status);
    }

    [Fact]
    public async Task Calls_that_wait_behind_a_failed_write_are_decided_on_the_truth()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.DepositAsync("d1");
        world.Faults.FailNext("transaction/d1", afterwards: false);

        // The first is lost, so the second is the first that counts, and the third its duplicate.
        var calls = Enumerable.Range(0, 3).Select(_ => world.TellAsync("d1", new DepositSeen("bank"))).ToList();
        await Assert.ThrowsAnyAsync<Exception>(() => calls[0]);
        var changes = new[] { (await calls[1]).Changed, (await calls[2]).Changed };

        Assert.Equal([true, false], changes);
        Assert.Equal(3, (await world.RowAsync("d1")).History.Length);
    }

    [Fact]
    public async Task A_lost_write_starts_no_effect()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.WithdrawAsync("w1", "42");
        world.Faults.FailNext("transaction/w1", afterwards: false);
        FeeQuoteOf(100, out var amounts);
        var arrived = new PaymentArrived("1", FakeAssets.Test, amounts, "GSENDER", "hash");

        await Assert.ThrowsAnyAsync<Exception>(() => world.TellAsync("w1", arrived));
        await world.PassAsync(TimeSpan.FromMinutes(10));

        Assert.Equal(0, world.Rails.Tellings);
        Assert.Equal(TransactionStatus.PendingUserTransferStart, (await world.RowAsync("w1")).Status);
    }

    private static void FeeQuoteOf(decimal amount, out Domain.Money.FeeQuote quote)
    {
        Assert.True(
            Domain.Money.FeeQuote.TryCreate(
                Domain.Money.Amount.Floor(amount),
                Domain.Money.Amount.Floor(1),
                out var made
            )
        );
        quote = made;
    }
}
