using Anchor.Domain.Money;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Payouts;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>What an activation of the payer that is gone by now has stored, unseen by the one that is left.</summary>
public sealed class TwoPayersTests
{
    private static readonly PayoutOrder Order = new(
        "d1/pay/1",
        "d1",
        FakeAssets.Distribution,
        PayoutKind.Payment,
        Wallet.User,
        FakeAssets.Test,
        Amount.Floor(99),
        null,
        []
    );

    [Fact]
    public async Task Payout_that_another_activation_has_stored_is_paid_when_it_is_ordered_again()
    {
        await using var world = await World.StartAsync();
        await BeginAsync(world);
        await SaveAsync(world, new Payout { Order = Order, Status = PayoutStatus.Queued });

        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.Completed);

        Assert.Single(world.PaymentsFor("d1"));
    }

    [Fact]
    public async Task Payout_that_another_activation_has_stored_is_told_although_nobody_asks()
    {
        await using var world = await World.StartAsync();
        await BeginAsync(world);
        await SaveAsync(world, Paid(world) with { Told = false });

        await world.UntilAsync(
            async () => (await world.PayoutAsync(Order.PurposeId)).IsDone,
            () => "the payout to be done"
        );

        Assert.Empty(world.PaymentsFor("d1"));
    }

    [Fact]
    public async Task Transaction_that_orders_what_has_ended_is_told_its_end_again()
    {
        await using var world = await World.StartAsync();
        await BeginAsync(world);
        // Told to an activation of the transaction that was behind.
        await SaveAsync(world, Paid(world) with { Told = true });

        world.BankReceives("d1");
        var completed = await world.ReachesAsync("d1", TransactionStatus.Completed);

        Assert.Equal("hash-of-another", completed.StellarTransactionId);
        Assert.Empty(world.PaymentsFor("d1"));
    }

    /// <summary>The deposit waits for its money, and the payer is active.</summary>
    private static async Task BeginAsync(World world)
    {
        await world.DepositAsync("d1");
        await world.Grains.GetGrain<IPayoutGrain>(FakeAssets.Distribution).WakeAsync(CancellationToken.None);
    }

    private static Payout Paid(World world) =>
        new()
        {
            Order = Order,
            Status = PayoutStatus.Paid,
            Signed = new SignedEnvelope("GCHANNEL01", 1, "hash-of-another", "bytes", world.Time.GetUtcNow(), null),
            End = new PayoutEnd.Paid("hash-of-another", Order.Amount, null),
        };

    private static async Task SaveAsync(World world, Payout payout) =>
        await world.Storage.Payouts.SaveAsync(
            [new StoredPayout(payout with { OrderedAt = world.Time.GetUtcNow() }, 0)],
            CancellationToken.None
        );
}
