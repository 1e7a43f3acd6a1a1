using Anchor.Domain.Network;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ingest;
using Anchor.Grains.Networks;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>A network that begins anew is noticed and nothing moves; the operator's word ends what hung on it.</summary>
public sealed class NetworkResetTests
{
    private static readonly TimeSpan NoticedWithin = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_reset_is_noticed_and_said_and_reading_stops()
    {
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        await world.DecidedAsync(world.Receive("1"));

        world.ResetNetwork();
        await world.NoticedAsync(NoticedWithin);

        await world.UntilAsync(
            async () => (await world.AlarmAsync())?.Contains("reset", StringComparison.Ordinal) ?? false,
            () => "the reader's alarm"
        );
        Assert.True(world.Log.Has("The network was reset: another hash"), "Nobody was told.");
        var unseen = world.Receive("2");
        await world.PassAsync(TimeSpan.FromMinutes(3));
        var row = await world.Payment(unseen.Id).GetAsync(CancellationToken.None);
        Assert.Equal("1", row?.Memo?.Value);
        Assert.NotNull(await world.AlarmAsync());
    }

    [Fact]
    public async Task A_network_that_grew_past_all_that_was_seen_before_it_is_looked_at_is_noticed()
    {
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        world.Ledger.IsVisible = false;
        world.ResetNetwork();
        await world.PassAsync(TimeSpan.FromMinutes(12));
        Assert.Equal(NetworkCondition.Known, (await world.NetworkAsync()).Condition);

        world.Ledger.IsVisible = true;

        await world.NoticedAsync(NoticedWithin);
    }

    [Fact]
    public async Task A_lagging_or_silent_Horizon_raises_no_alarm()
    {
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        foreach (var lag in new[] { 1, 7, 40, 0, 3 })
        {
            world.Ledger.Lag = lag;
            await world.PassAsync(TimeSpan.FromSeconds(25));
        }

        world.Ledger.IsVisible = false;
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(NetworkCondition.Known, (await world.NetworkAsync()).Condition);
        Assert.Null(await world.AlarmAsync());
    }

    [Fact]
    public async Task An_envelope_of_the_old_network_is_neither_sent_nor_taken_for_dead_on_the_new_one()
    {
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        world.Ledger.Will(Enumerable.Repeat(Sending.Vanishes, 10_000));
        await world.DepositAsync("d1");
        world.BankReceives("d1");
        await world.SignedAsync("d1/pay/1");

        world.ResetNetwork();
        world.Ledger.Heal();
        await world.NoticedAsync(NoticedWithin);
        var (signed, sent) = (world.Ledger.Signed, world.Ledger.SentAfterReset);
        // Long after its max time, and over a restart: the hash is not found, and ledgers have closed.
        await world.PassAsync(TimeSpan.FromMinutes(3));
        await world.CrashAsync();
        await world.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal((signed, sent), (world.Ledger.Signed, world.Ledger.SentAfterReset));
        Assert.Equal(PayoutStatus.Signed, (await world.PayoutAsync("d1/pay/1")).Status);
        Assert.Equal(TransactionStatus.PendingStellar, (await world.RowAsync("d1")).Status);
        Assert.Empty(world.Ledger.PaymentsOfToday);
    }

    [Fact]
    public async Task Death_is_not_believed_while_the_network_is_not_proved_to_be_the_known_one()
    {
        await using var world = await World.StartAsync(startsGrains: false, options => options.Channels = 0);
        await world.Grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).StartAsync(CancellationToken.None);
        await world.KnownAsync();
        world.Ledger.Will(Enumerable.Repeat(Sending.Vanishes, 10_000));
        await world.OrderAsync("p1");
        await world.SignedAsync("p1");

        world.Ledger.IsVisible = false;
        await world.PassAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(1, world.Ledger.Signed);

        world.Ledger.Heal();
        world.Ledger.IsVisible = true;
        await world.PaidAsync("p1");
        Assert.Single(world.Ledger.Payments);
    }

    [Fact]
    public async Task When_the_known_network_comes_back_everything_goes_on_as_if_nothing_had_been()
    {
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        await world.DepositAsync("d1");
        await world.WithdrawAsync("w1", "42");
        world.ResetNetwork();
        await world.NoticedAsync(NoticedWithin);
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.PendingAnchor);
        await world.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(TransactionStatus.PendingAnchor, (await world.RowAsync("d1")).Status);

        world.Ledger.Return();
        await world.ReachesAsync("d1", TransactionStatus.Completed);
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.Completed);

        Assert.Equal(
            (NetworkCondition.Known, 0),
            ((await world.NetworkAsync()).Condition, (await world.NetworkAsync()).Era)
        );
        Assert.Null(await world.AlarmAsync());
    }

    [Fact]
    public async Task The_operators_word_is_refused_while_the_network_is_the_known_one_and_may_be_given_twice()
    {
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        Assert.Equal("not_reset", (await world.TakeOverAsync()).Refusal?.Code);
        world.Ledger.IsVisible = false;
        Assert.Equal("unreachable", (await world.TakeOverAsync(force: true)).Refusal?.Code);
        world.Ledger.IsVisible = true;

        world.ResetNetwork();
        await world.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Null((await world.TakeOverAsync()).Refusal);
        Assert.Null((await world.TakeOverAsync()).Refusal);
        await world.ResolvedAsync();

        Assert.Equal("not_reset", (await world.TakeOverAsync()).Refusal?.Code);
        Assert.Equal(1, (await world.NetworkAsync()).Era);
    }

    [Fact]
    public async Task A_payment_of_the_new_network_is_not_taken_for_one_of_the_old_with_the_same_id()
    {
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        await world.WithdrawAsync("w1", "41");
        await world.WithdrawAsync("w2", "42");
        var first = world.Receive("41");
        await world.ReachesAsync("w1", TransactionStatus.Completed);

        world.ResetNetwork();
        await world.NoticedAsync(NoticedWithin);
        await world.TakeOverAsync();
        await world.ResolvedAsync();
        var second = world.Receive("42");
        await world.ReachesAsync("w2", TransactionStatus.Completed);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(
            (first.Id, $"r1.{second.Id}"),
            ((await world.RowAsync("w1")).PaymentId, (await world.RowAsync("w2")).PaymentId)
        );
        Assert.Equal(["w1/out", "w2/out"], world.Rails.Book);
    }

    [Fact]
    public async Task A_second_reset_is_noticed_and_taken_over_like_the_first()
    {
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        await world.UntilAsync(() => Openings() == 1, "the first network's channels to be open");
        for (var era = 1; era <= 2; era++)
        {
            world.ResetNetwork();
            await world.NoticedAsync(NoticedWithin);
            Assert.Null((await world.TakeOverAsync()).Refusal);
            await world.ResolvedAsync();
            await world.DepositAsync($"d{era}");
            world.BankReceives($"d{era}");
            await world.ReachesAsync($"d{era}", TransactionStatus.Completed);
            Assert.Equal(era, (await world.NetworkAsync()).Era);
        }

        // The channels of each network are opened by it alone.
        Assert.Equal(3, Openings());

        int Openings() => world.Ledger.Payments.Count(payment => payment.Order.Kind == PayoutKind.OpenChannels);
    }

    [Fact]
    public async Task Any_number_of_open_transactions_is_told_page_by_page()
    {
        const int Each = 215;
        await using var world = await World.StartAsync();
        await world.KnownAsync();
        world.Ledger.Destinations["GNOTRUST"] = DestinationState.TrustlineMissing;
        for (var i = 0; i < Each; i++)
        {
            await world.DepositAsync($"d{i:000}", destination: "GNOTRUST");
            await world.WithdrawAsync($"w{i:000}", $"{i}");
            world.BankReceives($"d{i:000}");
        }

        for (var i = 0; i < Each; i++)
        {
            await world.ReachesAsync($"d{i:000}", TransactionStatus.PendingTrust);
        }

        world.ResetNetwork();
        await world.NoticedAsync(NoticedWithin);
        await world.TakeOverAsync();
        await world.ResolvedAsync();

        Assert.Equal(2 * Each, (await world.NetworkAsync()).Progress!.Transactions);
        var counts = await world.Storage.Transactions.CountByStatusAsync(CancellationToken.None);
        Assert.Equal(
            (Each, Each),
            (counts[TransactionStatus.Error], counts[TransactionStatus.PendingUserTransferStart])
        );
    }

    [Fact]
    public async Task A_channel_opening_that_the_reset_swallowed_is_ordered_anew()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.Grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).StartAsync(CancellationToken.None);
        await world.KnownAsync();
        world.Ledger.Will(Enumerable.Repeat(Sending.Vanishes, 10_000));
        await world.OrderAsync("p1");
        await world.UntilAsync(() => world.Ledger.Sent > 0, "the opening to be sent");

        world.ResetNetwork();
        world.Ledger.Heal();
        await world.NoticedAsync(NoticedWithin);
        await world.TakeOverAsync();
        await world.ResolvedAsync();
        await world.UntilAsync(
            async () => (await world.PayerAsync()).Channels.Length == 3,
            () => "the account and two channels"
        );

        var lost = await world.PayoutAsync("p1");
        Assert.Equal((PayoutStatus.NetworkReset, (SignedEnvelope?)null), (lost.Status, lost.Signed));
    }
}

/// <summary>What happens to a network, and what its operator says and sees.</summary>
internal static class NetworkWorld
{
    public static Task<NetworkState> NetworkAsync(this World world) =>
        world.Grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).GetAsync(CancellationToken.None);

    /// <summary>The ledger begins anew, and its payments with it.</summary>
    public static void ResetNetwork(this World world)
    {
        world.Ledger.Reset();
        world.Network.Reset();
    }

    public static Task<NetworkOutcome> TakeOverAsync(this World world, bool force = false) =>
        world.Grains.GetGrain<INetworkTakeoverGrain>(NetworkKeys.Stellar).BeginAsync(force, CancellationToken.None);

    public static async Task<string?> AlarmAsync(this World world) =>
        (
            await world.Grains.GetGrain<IIngestGrain>(FakeAssets.Distribution).GetHealthAsync(CancellationToken.None)
        ).Alarm;

    public static Task KnownAsync(this World world) =>
        world.UntilAsync(
            async () => (await world.NetworkAsync()).Condition == NetworkCondition.Known,
            () => "the network to be known"
        );

    public static Task NoticedAsync(this World world, TimeSpan within) =>
        world.UntilAsync(
            async () => (await world.NetworkAsync()).Condition == NetworkCondition.Reset,
            () => "the reset to be noticed",
            within
        );

    public static Task ResolvedAsync(this World world) =>
        world.UntilAsync(
            async () =>
                await world.NetworkAsync() is { Condition: NetworkCondition.Known, Progress.Stage: ResetStage.Done },
            () => "the reset to be resolved",
            TimeSpan.FromMinutes(10)
        );

    public static Task SignedAsync(this World world, string purpose) =>
        world.UntilAsync(
            async () => (await world.PayoutAsync(purpose)).Status == PayoutStatus.Signed,
            () => $"{purpose} to be signed"
        );
}
