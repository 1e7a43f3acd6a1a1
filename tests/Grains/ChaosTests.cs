using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>Everything at once: writes that fail, answers that are lost, processes that die. Money still leaves once.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Pairs = 12;
    private const int Crashes = 6;

    [Theory]
    [InlineData(RailsGuarantee.FindsByKey)]
    [InlineData(RailsGuarantee.DeduplicatesByKey)]
    public async Task Whatever_fails_every_transaction_ends_and_none_is_paid_twice(RailsGuarantee guarantee)
    {
        var random = new Random(TestSeed.Next(output));
        await using var world = await World.StartAsync(configure: options => options.Channels = 3);
        world.Rails.Guarantee = guarantee;
        world.Rails.Will(Enumerable.Range(0, 3 * Pairs).Select(_ => (Telling)random.Next(5)));
        world.Ledger.Will(Enumerable.Range(0, 10 * Pairs).Select(_ => (Sending)random.Next(3)));
        await BeginAsync(world, random);

        world.Faults.FailAnywhere(new Random(random.Next()), 0.05);
        for (var i = 0; i < Crashes; i++)
        {
            world.Steps.DieAt((MoneyStep)random.Next(9), random.Next(6));
            var patience = world.Time.GetUtcNow() + TimeSpan.FromMinutes(random.Next(1, 4));
            await world.UntilAsync(
                () => world.Steps.HasDied || world.Time.GetUtcNow() > patience,
                "the process to die, or to be killed"
            );
            world.Steps.Spare();
            await world.CrashAsync();
        }

        world.Faults.FailAnywhere(random, 0);
        await EndAsync(world);
        output.WriteLine(
            $"{world.Faults.Thrown} writes failed, {world.Rails.Tellings} tellings, {world.Ledger.Sent} sendings"
        );
    }

    private static async Task BeginAsync(World world, Random random)
    {
        for (var i = 0; i < Pairs; i++)
        {
            var destination = $"GUSER{i}";
            world.Ledger.Destinations[destination] = random.Next(3) == 0 ? DestinationState.AccountMissing : default;
            await world.DepositAsync($"d{i}", claimable: random.Next(2) == 0, destination: destination);
            world.BankReceives($"d{i}");
            await world.WithdrawAsync($"w{i}", $"{i}");
            world.Receive($"{i}");
            world.Rails.Outgoing[$"w{i}"] =
                random.Next(2) == 0 ? RailsAnswer.Settled("bank") : RailsAnswer.Failed("no");
        }
    }

    private static async Task EndAsync(World world)
    {
        for (var i = 0; i < Pairs; i++)
        {
            if (world.Ledger.Destinations[$"GUSER{i}"] == DestinationState.TrustlineMissing)
            {
                world.Ledger.Destinations[$"GUSER{i}"] = DestinationState.Ready;
            }

            var destination = $"GUSER{i}";
            await world.ReachesAsync(
                $"d{i}",
                transaction =>
                {
                    // The owner of a created account opens its trustline as soon as it is there.
                    world.Ledger.Destinations.TryUpdate(
                        destination,
                        DestinationState.Ready,
                        DestinationState.TrustlineMissing
                    );
                    return transaction.Status == TransactionStatus.Completed;
                },
                "its end",
                TimeSpan.FromHours(8)
            );
            await world.ReachesAsync(
                $"w{i}",
                transaction => transaction.Status is TransactionStatus.Completed or TransactionStatus.Refunded,
                "its end",
                TimeSpan.FromHours(8)
            );
        }

        await world.PassAsync(TimeSpan.FromMinutes(5));
        await CheckAsync(world);
    }

    private static async Task CheckAsync(World world)
    {
        Assert.Empty(world.Ledger.Violations);
        Assert.Equal(world.Rails.Book.Count, world.Rails.Book.Distinct().Count());
        for (var i = 0; i < Pairs; i++)
        {
            var deposit = await world.RowAsync($"d{i}");
            var paid = world
                .PaymentsFor($"d{i}")
                .Where(p => p.Order.PurposeId.Contains("/pay/", StringComparison.Ordinal));
            Assert.Equal(deposit.StellarTransactionId, Assert.Single(paid).Envelope.Hash);
            Assert.True(world.PaymentsFor($"d{i}").Count(p => p.Order.Kind == PayoutKind.CreateAccount) <= 1);

            // What left through the bank and then failed there is back; what was refunded did not also complete.
            var withdrawal = await world.RowAsync($"w{i}");
            Assert.Equal(withdrawal.Status == TransactionStatus.Refunded ? 1 : 0, world.PaymentsFor($"w{i}").Count);
            Assert.True(withdrawal.Status == TransactionStatus.Refunded || world.Rails.Book.Contains($"w{i}/out"));
        }
    }
}
