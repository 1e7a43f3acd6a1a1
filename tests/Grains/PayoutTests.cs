using Anchor.Domain;
using Anchor.Domain.Money;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Payouts;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

public sealed class PayoutTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Lost_answer_is_found_out_with_the_same_bytes()
    {
        await using var world = await World.StartAsync(startsGrains: false, options => options.Channels = 0);
        world.Ledger.Will(Sending.AppliesAndLosesTheAnswer);

        await world.OrderAsync("p1");
        var paid = await world.PaidAsync("p1");

        Assert.Equal((1, "hash-1"), (paid.Attempts, paid.Signed!.Hash));
        Assert.Equal(1, world.Ledger.Signed);
        Assert.Single(world.Ledger.Payments);
    }

    [Fact]
    public async Task New_bytes_are_signed_only_when_the_old_ones_are_proved_dead()
    {
        await using var world = await World.StartAsync(startsGrains: false, options => options.Channels = 0);
        world.Ledger.Will(Enumerable.Repeat(Sending.Vanishes, 1000));
        await world.OrderAsync("p1");
        await world.UntilAsync(() => world.Ledger.Sent > 3, "the bytes to be sent again and again");
        Assert.Equal(1, world.Ledger.Signed);
        var first = (await world.PayoutAsync("p1")).Signed!;

        await world.UntilAsync(() => world.Ledger.Signed == 2, "new bytes");
        Assert.True(world.Time.GetUtcNow() > first.MaxTime, "The old bytes could still apply.");

        world.Ledger.Heal();
        var paid = await world.PaidAsync("p1");
        Assert.NotEqual(first.Hash, paid.Signed!.Hash);
        Assert.Single(world.Ledger.Payments);
    }

    [Fact]
    public async Task Envelope_in_flight_survives_the_process_and_is_not_signed_again()
    {
        await using var world = await World.StartAsync(startsGrains: false, options => options.Channels = 0);
        world.Ledger.Will(Enumerable.Repeat(Sending.Vanishes, 1000));
        await world.OrderAsync("p1");
        await world.UntilAsync(() => world.Ledger.Sent > 0, "the bytes to be sent");

        world.StartsGrains = true;
        await world.CrashAsync();
        world.Ledger.Heal();
        var paid = await world.PaidAsync("p1");

        Assert.Equal((1, "hash-1"), (paid.Attempts, paid.Signed!.Hash));
    }

    [Fact]
    public async Task Destination_that_cannot_take_it_ends_the_payout_unpaid()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        world.Ledger.Destinations["GNOBODY"] = DestinationState.AccountMissing;

        await world.OrderAsync("p1", "GNOBODY");
        await world.UntilAsync(async () => (await world.PayoutAsync("p1")).IsDone, () => "the payout to end");

        var ended = await world.PayoutAsync("p1");
        Assert.Equal(PayoutStatus.Refused, ended.Status);
        Assert.Equal(new PayoutEnd.DestinationRefused(DestinationState.AccountMissing), ended.End);
        Assert.DoesNotContain(world.Ledger.Payments, payment => payment.Order.PurposeId == "p1");
    }

    [Fact]
    public async Task What_cannot_be_signed_now_is_signed_later_and_what_never_can_is_refused()
    {
        await using var world = await World.StartAsync(startsGrains: false, options => options.Channels = 0);
        var asked = 0;
        world.Ledger.Preparing = order =>
            Task.FromResult<PrepareOutcome?>(
                order.PurposeId == "p2" ? new PrepareOutcome.Never(new PayoutEnd.Impossible("op_malformed"))
                : asked++ < 3 ? new PrepareOutcome.NotNow("No ledger.")
                : null
            );

        await world.OrderAsync("p1");
        await world.OrderAsync("p2");
        await world.PaidAsync("p1");
        await world.UntilAsync(async () => (await world.PayoutAsync("p2")).IsDone, () => "the other to end");

        Assert.Equal(4, asked);
        Assert.Equal(new PayoutEnd.Impossible("op_malformed"), (await world.PayoutAsync("p2")).End);
    }

    [Fact]
    public async Task Purpose_ordered_twice_is_paid_once_and_never_with_another_amount()
    {
        await using var world = await World.StartAsync(startsGrains: false);

        var first = await world.OrderAsync("p1");
        var second = await world.OrderAsync("p1");
        await world.PaidAsync("p1");
        var late = await world.OrderAsync("p1");
        var other = await world.OrderAsync("p1", amount: 8);
        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.All(new[] { first, second, late }, refusal => Assert.Null(refusal));
        Assert.Equal("purpose_taken", other?.Code);
        Assert.Single(world.Ledger.Payments, payment => payment.Order.PurposeId == "p1");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Many_payouts_over_few_channels_are_each_paid_once_and_share_none(int channels)
    {
        var random = new Random(TestSeed.Next(output));
        await using var world = await World.StartAsync(startsGrains: false, options => options.Channels = channels);
        world.Ledger.Will(Enumerable.Range(0, 200).Select(_ => (Sending)random.Next(3)));
        string[] purposes = [.. Enumerable.Range(0, 40).Select(i => $"p{i:00}")];

        await Task.WhenAll(purposes.Select(purpose => world.OrderAsync(purpose)));
        foreach (var purpose in purposes)
        {
            await world.PaidAsync(purpose);
        }

        var payments = world.Ledger.Payments.Where(payment => payment.Order.Kind == PayoutKind.Payment).ToList();
        Assert.Equal(purposes, payments.Select(payment => payment.Order.PurposeId).Order());
        Assert.Empty(world.Ledger.Violations);
        Assert.Equal(channels + 1, (await world.PayerAsync()).Channels.Length);
        Assert.True(payments.Select(p => p.Envelope.Channel).Distinct().Count() >= channels, "Channels lay idle.");
    }

    [Fact]
    public async Task Channels_are_opened_once_for_ever()
    {
        await using var world = await World.StartAsync(configure: options => options.Channels = 3);
        await world.UntilAsync(async () => (await world.PayerAsync()).Channels.Length == 4, () => "the channels");

        await world.CrashAsync();
        await world.UntilAsync(async () => (await world.PayerAsync()).Channels.Length == 4, () => "the channels");
        await world.PassAsync(TimeSpan.FromMinutes(5));

        var opening = Assert.Single(world.Ledger.Payments).Order;
        Assert.Equal((PayoutKind.OpenChannels, 3), (opening.Kind, opening.Channels.Length));
    }

    [Fact]
    public async Task Channels_that_could_not_be_opened_are_ordered_again_by_the_next_process()
    {
        await using var world = await World.StartAsync(configure: options => options.Channels = 3);
        var funded = false;
        world.Ledger.Preparing = order =>
            Task.FromResult<PrepareOutcome?>(
                order.Kind == PayoutKind.OpenChannels && !funded
                    ? new PrepareOutcome.Never(new PayoutEnd.Impossible("op_underfunded"))
                    : null
            );
        await world.OrderAsync("p1");
        await world.PaidAsync("p1");

        funded = true;
        await world.CrashAsync();
        await world.UntilAsync(async () => (await world.PayerAsync()).Channels.Length == 4, () => "the channels");

        Assert.Single(world.Ledger.Payments, payment => payment.Order.Kind == PayoutKind.OpenChannels);
    }

    [Fact]
    public async Task Signing_that_outlives_its_activation_puts_no_second_envelope_on_a_channel()
    {
        await using var world = await World.StartAsync(startsGrains: false, options => options.Channels = 1);
        await world.OrderAsync("p0");
        await world.UntilAsync(async () => (await world.PayerAsync()).Channels.Length == 2, () => "the channel");
        await world.PaidAsync("p0");
        var hold = new TaskCompletionSource<PrepareOutcome?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var signing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Ledger.Preparing = order =>
        {
            if (order.PurposeId != "p1")
            {
                return Task.FromResult<PrepareOutcome?>(null);
            }

            signing.TrySetResult();
            return hold.Task;
        };

        // The first is being signed for the one channel when the activation is lost to a failed write.
        await world.OrderAsync("p1");
        await signing.Task;
        world.Faults.FailNext("payout p2", afterwards: false);
        await Assert.ThrowsAnyAsync<Exception>(() => world.OrderAsync("p2"));

        // The next activation gives that channel to the second, whose envelope goes nowhere for a while.
        world.Ledger.Will(Enumerable.Repeat(Sending.Vanishes, 1000));
        await world.OrderAsync("p2");
        await world.OrderAsync("p3");
        await world.UntilAsync(() => world.Ledger.Sent > 5, "both channels to be taken");
        hold.SetResult(null);
        await world.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Empty(world.Ledger.Violations);
        world.Ledger.Heal();
        await world.PaidAsync("p1");
        await world.PaidAsync("p2");
        await world.PaidAsync("p3");
        Assert.Empty(world.Ledger.Violations);
    }

    [Fact]
    public async Task Paused_payout_goes_on_by_reminder_after_the_process_died()
    {
        await using var world = await World.StartAsync(startsGrains: false, options => options.Channels = 0);
        var healthy = false;
        world.Ledger.Preparing = _ =>
            Task.FromResult<PrepareOutcome?>(healthy ? null : new PrepareOutcome.NotNow("No ledger."));
        await world.OrderAsync("p1");
        await world.UntilAsync(async () => (await world.PayoutAsync("p1")).Trouble is not null, () => "the pause");
        Assert.Equal((1, 1), ((await world.PayerAsync()).Queued, (await world.PayerAsync()).Troubled));

        healthy = true;
        await world.CrashAsync();
        var paid = await world.PaidAsync("p1");

        Assert.Null(paid.Trouble);
    }
}

/// <summary>Orders given to the payer without a transaction behind them.</summary>
internal static class Payer
{
    public static Task<Refusal?> OrderAsync(
        this World world,
        string purpose,
        string destination = Wallet.User,
        decimal amount = 7
    ) =>
        world
            .Grains.GetGrain<IPayoutGrain>(FakeAssets.Distribution)
            .OrderAsync(
                new PayoutOrder(
                    purpose,
                    null,
                    FakeAssets.Distribution,
                    PayoutKind.Payment,
                    destination,
                    FakeAssets.Test,
                    Amount.Floor(amount),
                    null,
                    []
                ),
                CancellationToken.None
            );

    public static Task<PayoutPool> PayerAsync(this World world) =>
        world.Grains.GetGrain<IPayoutGrain>(FakeAssets.Distribution).GetPoolAsync(CancellationToken.None);

    public static async Task<Payout> PayoutAsync(this World world, string purpose) =>
        (await world.Storage.Payouts.FindAsync(purpose, CancellationToken.None))?.Payout ?? new Payout();

    public static async Task<Payout> PaidAsync(this World world, string purpose)
    {
        await world.UntilAsync(
            async () => (await world.PayoutAsync(purpose)).Status == PayoutStatus.Paid,
            () => $"{purpose} to be paid"
        );
        return await world.PayoutAsync(purpose);
    }
}
