using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>The process dies at each step of money's way. Another process finishes the work, with one effect in all.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(10);

    [Theory]
    // Twice: when the look at the destination is stored, and when the payment is.
    [InlineData(MoneyStep.EffectStored, 0)]
    [InlineData(MoneyStep.EffectStored, 1)]
    [InlineData(MoneyStep.PayoutOrdered, 0)]
    [InlineData(MoneyStep.EnvelopeSigned, 0)]
    [InlineData(MoneyStep.EnvelopeStored, 0)]
    [InlineData(MoneyStep.EnvelopeSent, 0)]
    [InlineData(MoneyStep.PayoutEnded, 0)]
    public async Task Deposit_is_paid_once_wherever_the_process_dies(MoneyStep step, int passes)
    {
        await using var world = await World.StartAsync(configure: options => options.Channels = 0);
        world.Steps.DieAt(step, passes);
        await world.DepositAsync("d1");
        world.BankReceives("d1");
        await DeathAsync(world, step, "d1", "d1/pay/1");

        await world.CrashAsync();
        await world.ReachesAsync("d1", TransactionStatus.Completed);
        await world.PassAsync(Aftermath);

        Assert.Single(world.PaymentsFor("d1"));
        Assert.Empty(world.Ledger.Violations);
        Assert.Equal(TransactionStatus.Completed, (await world.RowAsync("d1")).Status);
    }

    [Theory]
    [InlineData(MoneyStep.PageStored, RailsGuarantee.FindsByKey)]
    [InlineData(MoneyStep.PaymentTaken, RailsGuarantee.FindsByKey)]
    [InlineData(MoneyStep.EffectStored, RailsGuarantee.None)]
    [InlineData(MoneyStep.EffectStored, RailsGuarantee.FindsByKey)]
    [InlineData(MoneyStep.EffectStored, RailsGuarantee.DeduplicatesByKey)]
    [InlineData(MoneyStep.RailsTold, RailsGuarantee.FindsByKey)]
    [InlineData(MoneyStep.RailsTold, RailsGuarantee.DeduplicatesByKey)]
    public async Task Withdrawal_is_paid_once_wherever_the_process_dies(MoneyStep step, RailsGuarantee guarantee)
    {
        await using var world = await World.StartAsync(configure: options => options.Channels = 0);
        world.Rails.Guarantee = guarantee;
        world.Steps.DieAt(step);
        await world.WithdrawAsync("w1", "42");
        var payment = world.Receive("42");
        await DeathAsync(world, step, "w1", "");

        await world.CrashAsync();
        await world.ReachesAsync("w1", TransactionStatus.Completed);
        await world.PassAsync(Aftermath);

        Assert.Equal(["w1/out"], world.Rails.Book);
        Assert.Equal(PaymentStatus.Matched, (await world.DecidedAsync(payment)).Status);
        Assert.Empty(world.PaymentsFor("w1"));
    }

    [Fact]
    public async Task Withdrawal_told_to_rails_that_promise_nothing_is_held_for_a_person()
    {
        await using var world = await World.StartAsync();
        world.Rails.Guarantee = RailsGuarantee.None;
        world.Steps.DieAt(MoneyStep.RailsTold);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await DeathAsync(world, MoneyStep.RailsTold, "w1", "");

        await world.CrashAsync();
        await world.ReachesAsync("w1", TransactionStatus.OnHold);
        await world.PassAsync(Aftermath);

        Assert.Equal(["w1/out"], world.Rails.Book);
        Assert.Equal(1, world.Rails.Tellings);
    }

    [Theory]
    [InlineData(MoneyStep.RailsTold, 0)]
    [InlineData(MoneyStep.EffectStored, 2)]
    [InlineData(MoneyStep.PayoutOrdered, 0)]
    [InlineData(MoneyStep.EnvelopeSigned, 0)]
    [InlineData(MoneyStep.EnvelopeStored, 0)]
    [InlineData(MoneyStep.EnvelopeSent, 0)]
    [InlineData(MoneyStep.PayoutEnded, 0)]
    public async Task Failed_withdrawal_is_sent_back_once_wherever_the_process_dies(MoneyStep step, int passes)
    {
        await using var world = await World.StartAsync(configure: options => options.Channels = 0);
        world.Rails.Will(Telling.Refuses);
        world.Steps.DieAt(step, passes);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await DeathAsync(world, step, "w1", "w1/refund/1");

        await world.CrashAsync();
        await world.ReachesAsync("w1", TransactionStatus.Refunded);
        await world.PassAsync(Aftermath);

        Assert.Single(world.PaymentsFor("w1"));
        Assert.Empty(world.Rails.Book);
        Assert.Single((await world.RowAsync("w1")).Refunds);
    }

    /// <summary>Waits for the death, and makes sure that the process died where the step's name says.</summary>
    private static async Task DeathAsync(World world, MoneyStep step, string id, string purpose)
    {
        await world.UntilAsync(() => world.Steps.HasDied, $"the process to die at {step}");
        var transaction = await world.RowAsync(id);
        var payout = (await world.Storage.Payouts.FindAsync(purpose, CancellationToken.None))?.Payout;
        var undecided = await world.Storage.Ingest.UndecidedAsync(FakeAssets.Distribution, null, 10, default);
        switch (step)
        {
            case MoneyStep.PageStored:
                Assert.Null(transaction.PaymentId);
                Assert.Single(undecided);
                break;
            case MoneyStep.PaymentTaken:
                Assert.NotNull(transaction.PaymentId);
                Assert.Single(undecided);
                break;
            case MoneyStep.EffectStored:
                Assert.Single(transaction.Pending);
                Assert.Empty(world.Rails.Book);
                Assert.Null(payout);
                break;
            case MoneyStep.RailsTold:
                Assert.Equal(TransactionStatus.PendingAnchor, transaction.Status);
                Assert.Equal(1, world.Rails.Tellings);
                break;
            case MoneyStep.PayoutOrdered:
                Assert.Equal(PayoutStatus.Queued, payout!.Status);
                Assert.Equal(0, world.Ledger.Signed);
                break;
            case MoneyStep.EnvelopeSigned:
                Assert.Equal(PayoutStatus.Queued, payout!.Status);
                Assert.Equal(1, world.Ledger.Signed);
                break;
            case MoneyStep.EnvelopeStored:
                Assert.Equal(PayoutStatus.Signed, payout!.Status);
                Assert.Equal(0, world.Ledger.Sent);
                break;
            case MoneyStep.EnvelopeSent:
                Assert.Equal(PayoutStatus.Signed, payout!.Status);
                Assert.Single(world.Ledger.Payments);
                break;
            case MoneyStep.PayoutEnded:
                Assert.Equal((PayoutStatus.Paid, false), (payout!.Status, payout.Told));
                Assert.Equal(TransactionStatus.PendingStellar, transaction.Status);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step.");
        }
    }
}
