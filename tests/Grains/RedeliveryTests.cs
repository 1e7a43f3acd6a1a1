using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ingest;
using Anchor.Grains.Payments;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>Whatever comes twice counts once.</summary>
public sealed class RedeliveryTests
{
    [Fact]
    public async Task A_page_that_is_handed_over_again_changes_nothing()
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");
        var payment = await world.DecidedAsync(world.Receive("42"));
        await world.ReachesAsync("w1", TransactionStatus.Completed);
        var ingest = world.Grains.GetGrain<IIngestGrain>(FakeAssets.Distribution);
        var health = await ingest.GetHealthAsync(CancellationToken.None);

        var received = payment with { Status = PaymentStatus.Received, TransactionId = null };
        Assert.True(await ingest.AppendAsync(health.Epoch, [received], payment.Id, CancellationToken.None));
        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(payment, await world.Payment(payment.Id).GetAsync(CancellationToken.None));
        Assert.Equal(["w1/out"], world.Rails.Book);
    }

    [Fact]
    public async Task A_payment_that_many_consumers_have_at_once_is_taken_once()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.WithdrawAsync("w1", "42");
        var payment = world.Receive("42");
        await world.Storage.Ingest.AppendAsync(
            new(FakeAssets.Distribution, 0, 1, payment.Id, null),
            [payment],
            CancellationToken.None
        );
        var consumer = world.Grains.GetGrain<IPaymentConsumerGrain>("payments");

        await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => consumer.ConsumeAsync([payment.Id, payment.Id], CancellationToken.None))
        );

        await world.ReachesAsync("w1", TransactionStatus.Completed);
        Assert.Equal(["w1/out"], world.Rails.Book);
        Assert.Equal(PaymentStatus.Matched, (await world.DecidedAsync(payment)).Status);
    }

    [Fact]
    public async Task Two_payments_for_one_withdrawal_that_settle_at_once_are_one_match_and_one_surplus()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.WithdrawAsync("w1", "42");
        var (one, two) = (world.Receive("42"), world.Receive("42"));
        await world.Storage.Ingest.AppendAsync(
            new(FakeAssets.Distribution, 0, 1, two.Id, null),
            [one, two],
            CancellationToken.None
        );

        var settled = await Task.WhenAll(
            world.Payment(one.Id).SettleAsync(CancellationToken.None),
            world.Payment(two.Id).SettleAsync(CancellationToken.None)
        );

        Assert.Equal([PaymentStatus.Matched, PaymentStatus.Surplus], settled.Select(payment => payment.Status).Order());
        await world.ReachesAsync("w1", TransactionStatus.Completed);
        Assert.Equal(["w1/out"], world.Rails.Book);
    }

    [Fact]
    public async Task Payment_asked_for_before_it_came_is_settled_all_the_same()
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");

        Assert.Null(await world.Payment("1000").GetAsync(CancellationToken.None));
        Assert.Equal(PaymentStatus.None, (await world.Payment("1000").SettleAsync(CancellationToken.None)).Status);
        var payment = await world.DecidedAsync(world.Receive("42"));

        Assert.Equal(("1000", PaymentStatus.Matched), (payment.Id, payment.Status));
    }

    [Fact]
    public async Task Money_that_the_bank_reports_again_and_again_is_paid_once()
    {
        await using var world = await World.StartAsync();
        await world.DepositAsync("d1");
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.Completed);

        Domain.Money.FeeQuote.TryCreate(Domain.Money.Amount.Floor(7), Domain.Money.Amount.Zero, out var quote);
        var again = await world.TellAsync("d1", new DepositReceived(quote!, "bank-9"));

        Assert.Null(again.Refusal);
        Assert.False(again.Changed);
        Assert.Single(world.PaymentsFor("d1"));
    }

    [Fact]
    public async Task Payment_handed_over_before_an_earlier_one_of_its_memo_lets_that_go_first()
    {
        await using var world = await World.StartAsync();
        await world.WithdrawAsync("w1", "42");
        var first = world.PaymentOf("42", 100);
        var second = first with { Id = $"{first.Id}0", StellarTransactionId = "hash-later" };
        // As after a crash: both rows are there, and nothing has been decided.
        await world.Storage.Ingest.AppendAsync(new("elsewhere", 0, 1, "1", null), [first, second], default);

        var settledSecond = await world.Payment(second.Id).SettleAsync(CancellationToken.None);
        var settledFirst = await world.Payment(first.Id).SettleAsync(CancellationToken.None);

        Assert.Equal(PaymentStatus.Matched, settledFirst.Status);
        Assert.Equal((PaymentStatus.Surplus, "second_payment"), (settledSecond.Status, settledSecond.Reason));
    }
}
