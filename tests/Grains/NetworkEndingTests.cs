using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>Transactions of every kind, the network reset amid them, and the process killed again and again while they are being ended.</summary>
public sealed class NetworkEndingTests(ITestOutputHelper output)
{
    private const int Each = 3;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_hung_on_the_old_network_ends_or_goes_on_as_decided_also_over_crashes(int run)
    {
        var seed = TestSeed.Next(output);
        var random = new Random(unchecked(seed + run));
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        await FillAsync(world);
        var inFlight = await InFlightAsync(world);

        world.ResetNetwork();
        await world.NoticedAsync(TimeSpan.FromSeconds(15));
        world.Ledger.Heal();
        var sent = world.Ledger.SentAfterReset;
        Assert.Null((await world.TakeOverAsync()).Refusal);
        await KillAgainAndAgainAsync(world, random, run * 3);
        await world.ResolvedAsync();
        await CheckEndsAsync(world, inFlight);
        await CheckGoesOnAsync(world, inFlight);

        Assert.Equal(sent, world.Ledger.SentAfterReset);
        Assert.Empty(world.Ledger.Violations);
        Assert.Equal(world.Rails.Book.Count, world.Rails.Book.Distinct().Count());
        var twice = world
            .Ledger.Payments.Where(payment => payment.Order.TransactionId is not null)
            .GroupBy(payment => payment.Order.TransactionId)
            .Where(payments => payments.Count() > 1);
        Assert.Empty(twice.Select(payments => payments.Key));
    }

    /// <summary>Some of each kind, in every status that is not an end.</summary>
    private static async Task FillAsync(World world)
    {
        foreach (var i in Enumerable.Range(0, Each))
        {
            await world.StartAsync($"form{i}", TransactionKind.Deposit, false, FakeAssets.Test, Wallet.User, null);
            await world.DepositAsync($"awaited{i}");
            await world.DepositAsync($"coming{i}");
            world.Rails.Deposits[$"coming{i}"] = RailsAnswer.Pending("bank", seen: true);
            world.Ledger.Destinations[$"GTRUST{i}"] = DestinationState.TrustlineMissing;
            await world.DepositAsync($"trust{i}", destination: $"GTRUST{i}");
            world.BankReceives($"trust{i}");
            await world.WithdrawAsync($"unpaid{i}", $"1{i}");
            await world.WithdrawAsync($"bank{i}", $"2{i}");
            world.Rails.Will(Telling.PaysLater);
            world.Receive($"2{i}");
            await world.ReachesAsync($"bank{i}", TransactionStatus.PendingExternal);
            await world.ReachesAsync($"trust{i}", TransactionStatus.PendingTrust, Soon);
            await world.ReachesAsync($"coming{i}", TransactionStatus.PendingExternal, Soon);
            await world.DepositAsync($"done{i}");
            world.BankReceives($"done{i}");
            await world.ReachesAsync($"done{i}", TransactionStatus.Completed, Soon);
        }

        world.Ledger.Will(Enumerable.Repeat(Sending.Vanishes, 100_000));
        foreach (var i in Enumerable.Range(0, Each))
        {
            await world.DepositAsync($"sent{i}");
            world.BankReceives($"sent{i}");
            await world.WithdrawAsync($"back{i}", $"3{i}");
            world.Rails.Will(Telling.Refuses);
            world.Receive($"3{i}");
            await world.ReachesAsync($"back{i}", TransactionStatus.PendingStellar, Soon);
            await world.ReachesAsync($"sent{i}", TransactionStatus.PendingStellar, Soon);
        }
    }

    /// <summary>The transactions whose bytes are on their way; there are fewer channels than payouts.</summary>
    private static async Task<HashSet<string>> InFlightAsync(World world)
    {
        await world.UntilAsync(async () => (await world.PayerAsync()).InFlight >= 3, () => "bytes on their way", Soon);
        var open = await world.Storage.Payouts.OpenAsync(FakeAssets.Distribution, CancellationToken.None);
        return
        [
            .. open.Where(stored => stored.Payout.Status == PayoutStatus.Signed)
                .Select(stored => stored.Payout.Order.TransactionId!),
        ];
    }

    private async Task KillAgainAndAgainAsync(World world, Random random, int kills)
    {
        for (var kill = 0; kill < kills; kill++)
        {
            var silo = world.Silo;
            var writes = random.Next(1, 9);
            output.WriteLine($"Kill {kill} after {writes} writes.");
            world.Faults.DieAfter(writes, () => _ = silo.KillAsync());
            // Something is always written: the network is looked at, reminders ring.
            await world.UntilAsync(() => !world.Faults.IsDeadly, "the process to die", Soon);
            await world.CrashAsync();
        }
    }

    private static async Task CheckEndsAsync(World world, HashSet<string> inFlight)
    {
        foreach (var i in Enumerable.Range(0, Each))
        {
            Assert.Equal(TransactionStatus.Incomplete, (await world.RowAsync($"form{i}")).Status);
            Assert.Equal(TransactionStatus.PendingUserTransferStart, (await world.RowAsync($"unpaid{i}")).Status);
            Assert.Equal(TransactionStatus.Completed, (await world.RowAsync($"done{i}")).Status);
            var trust = await world.RowAsync($"trust{i}");
            Assert.Equal((TransactionStatus.Error, true), (trust.Status, trust.Message!.Contains("network was reset")));
            Assert.NotNull((await world.RowAsync($"bank{i}")).NetworkLostAt);
            var back = await world.RowAsync($"back{i}");
            Assert.Equal((TransactionStatus.Error, true), (back.Status, back.Message!.Contains("network was reset")));
            Assert.Equal(PayoutStatus.NetworkReset, (await world.PayoutAsync($"back{i}/refund/1")).Status);
            var payout = await world.PayoutAsync($"sent{i}/pay/1");
            Assert.Equal((PayoutStatus.NetworkReset, true), (payout.Status, payout.Signed is null));
            if (inFlight.Contains($"sent{i}"))
            {
                await world.ReachesAsync($"sent{i}", TransactionStatus.Error);
            }
        }
    }

    /// <summary>What was never signed, and what only the bank owes, is done on the new network; so is what is new.</summary>
    private static async Task CheckGoesOnAsync(World world, HashSet<string> inFlight)
    {
        foreach (var i in Enumerable.Range(0, Each))
        {
            world.BankReceives($"awaited{i}");
            world.BankReceives($"coming{i}");
            world.Receive($"1{i}");
            world.Rails.Outgoing[$"bank{i}"] =
                i == 0 ? RailsAnswer.Failed("The account is closed.") : RailsAnswer.Settled();
        }

        await world.DepositAsync("new-deposit");
        world.BankReceives("new-deposit");
        await world.WithdrawAsync("new-withdrawal", "99");
        world.Receive("99");
        foreach (var i in Enumerable.Range(0, Each))
        {
            await world.ReachesAsync($"awaited{i}", TransactionStatus.Completed, Soon);
            await world.ReachesAsync($"coming{i}", TransactionStatus.Completed, Soon);
            await world.ReachesAsync($"unpaid{i}", TransactionStatus.Completed, Soon);
            var bank = i == 0 ? TransactionStatus.Error : TransactionStatus.Completed;
            await world.ReachesAsync($"bank{i}", bank, Soon);
            if (!inFlight.Contains($"sent{i}"))
            {
                await world.ReachesAsync($"sent{i}", TransactionStatus.Completed, Soon);
            }
        }

        await world.ReachesAsync("new-deposit", TransactionStatus.Completed, Soon);
        await world.ReachesAsync("new-withdrawal", TransactionStatus.Completed, Soon);
    }
}
