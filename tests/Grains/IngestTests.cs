using Anchor.Domain.Payments;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ingest;
using Anchor.Grains.Payments;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

public sealed class IngestTests
{
    [Fact]
    public async Task Every_appointed_reader_has_an_epoch_of_its_own_and_an_older_one_is_refused()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.Ingest().EnsureReaderAsync(CancellationToken.None);
        var first = (await world.HealthAsync()).Epoch;
        await world.CrashAsync();
        await world.Ingest().EnsureReaderAsync(CancellationToken.None);
        var second = (await world.HealthAsync()).Epoch;
        var payment = world.PaymentOf("42");

        Assert.Equal(first + 1, second);
        Assert.False(await world.Ingest().AppendAsync(first, [payment], payment.Id, CancellationToken.None));
        Assert.False(await world.Ingest().ReportAsync(first, null, "a lie", CancellationToken.None));
        var health = await world.HealthAsync();
        Assert.Equal((second, null, null), (health.Epoch, health.Cursor, health.Alarm));
        Assert.True(await world.Ingest().AppendAsync(second, [payment], payment.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Reader_that_runs_is_left_alone()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.Ingest().EnsureReaderAsync(CancellationToken.None);
        var epoch = (await world.HealthAsync()).Epoch;

        await world.Ingest().EnsureReaderAsync(CancellationToken.None);

        Assert.Equal(epoch, (await world.HealthAsync()).Epoch);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_and_cursor_are_stored_together_or_not_at_all(bool afterwards)
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.Ingest().EnsureReaderAsync(CancellationToken.None);
        var epoch = (await world.HealthAsync()).Epoch;
        var payment = world.PaymentOf("42");
        world.Faults.FailNext("ingest 1", afterwards);

        await Assert.ThrowsAnyAsync<Exception>(() =>
            world.Ingest().AppendAsync(epoch, [payment], payment.Id, CancellationToken.None)
        );

        var stored = await world.Storage.Ingest.ReadAsync(FakeAssets.Distribution, CancellationToken.None);
        var rows = await world.Storage.Ingest.UndecidedAsync(FakeAssets.Distribution, null, 10, CancellationToken.None);
        Assert.Equal(afterwards ? payment.Id : null, stored.Cursor);
        Assert.Equal(afterwards ? [payment.Id] : [], rows);
        Assert.Equal(stored.Cursor, (await world.HealthAsync()).Cursor);

        // Handed over again, it is there once, and is settled.
        Assert.True(await world.Ingest().AppendAsync(epoch, [payment], payment.Id, CancellationToken.None));
        Assert.Equal("unknown_memo", (await world.DecidedAsync(payment)).Reason);
    }

    [Fact]
    public async Task Account_counts_as_followed_once_its_first_cursor_is_stored()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var followed = new FollowedAccounts(world.Grains);
        await world.Ingest().EnsureReaderAsync(CancellationToken.None);
        Assert.False(await followed.IncludeAsync(FakeAssets.Distribution, CancellationToken.None));

        var epoch = (await world.HealthAsync()).Epoch;
        Assert.True(await world.Ingest().AppendAsync(epoch, [], "7", CancellationToken.None));

        Assert.True(await followed.IncludeAsync(FakeAssets.Distribution, CancellationToken.None));
    }

    [Fact]
    public async Task Alarm_is_shown_until_the_next_reader_is_appointed()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.Ingest().EnsureReaderAsync(CancellationToken.None);
        var epoch = (await world.HealthAsync()).Epoch;

        Assert.True(await world.Ingest().ReportAsync(epoch, null, "The ledger was reset.", CancellationToken.None));
        var alarmed = await world.HealthAsync();
        await world.UntilAsync(
            async () => (await world.HealthAsync()).Epoch > epoch,
            () => "another reader",
            TimeSpan.FromMinutes(2)
        );

        Assert.Equal("The ledger was reset.", alarmed.Alarm);
        Assert.True(world.Log.Has("The ledger was reset."), "Nobody was told.");
        Assert.Null((await world.HealthAsync()).Alarm);
    }

    [Fact]
    public async Task Silent_reader_is_replaced_and_reading_goes_on_from_the_cursor()
    {
        await using var world = await World.StartAsync();
        await world.DecidedAsync(world.Receive("1"));
        var before = await world.HealthAsync();
        world.Faults.FailNext("ingest 1", afterwards: false);
        var lost = world.Receive("2");
        await world.UntilAsync(() => world.Network.Silences.Count > 0, "the reader to fall silent");

        var found = await world.DecidedAsync(lost);

        Assert.Equal("unknown_memo", found.Reason);
        Assert.True((await world.HealthAsync()).Epoch > before.Epoch);
    }

    [Fact]
    public async Task Payment_that_cannot_be_settled_stops_no_other_and_is_settled_in_the_end()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.WithdrawAsync("w1", "41");
        await world.WithdrawAsync("w2", "42");
        var (poison, good) = (world.Receive("41"), world.Receive("42"));
        await world.Storage.Ingest.AppendAsync(
            new IngestState(FakeAssets.Distribution, 0, 1, good.Id, null),
            [poison, good],
            CancellationToken.None
        );
        world.Faults.FailNext($"payment/{poison.Id}", afterwards: false);

        await world
            .Grains.GetGrain<IPaymentConsumerGrain>("payments")
            .ConsumeAsync([poison.Id, good.Id], CancellationToken.None);
        await world.ReachesAsync("w2", TransactionStatus.Completed);
        Assert.Equal(PaymentStatus.Received, (await world.Payment(poison.Id).GetAsync(CancellationToken.None))!.Status);

        await world.Ingest().EnsureReaderAsync(CancellationToken.None);
        Assert.Equal(PaymentStatus.Matched, (await world.DecidedAsync(poison)).Status);
        await world.ReachesAsync("w1", TransactionStatus.Completed);
    }

    [Fact]
    public async Task A_burst_of_payments_settles_each_with_its_own_withdrawal()
    {
        await using var world = await World.StartAsync();
        var count = 60;
        for (var i = 0; i < count; i++)
        {
            await world.WithdrawAsync($"w{i:00}", $"{i}");
        }

        for (var i = 0; i < count; i++)
        {
            world.Receive($"{i}", 10 + i);
        }

        for (var i = 0; i < count; i++)
        {
            var done = await world.ReachesAsync($"w{i:00}", TransactionStatus.Completed);
            Assert.Equal(10 + i, done.Amounts!.In.Value);
        }

        Assert.Equal(count, world.Rails.Book.Distinct().Count());
        Assert.Equal(count, world.Rails.Book.Count);
    }
}

/// <summary>The source of the one account that is read.</summary>
internal static class Source
{
    public static IIngestGrain Ingest(this World world) => world.Grains.GetGrain<IIngestGrain>(FakeAssets.Distribution);

    public static Task<IngestHealth> HealthAsync(this World world) =>
        world.Ingest().GetHealthAsync(CancellationToken.None);
}
