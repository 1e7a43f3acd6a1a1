using Anchor.Domain.Transactions;
using Anchor.Grains.Ingest;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;
using Anchor.Grains.Transactions;
using Orleans.Storage;

namespace Anchor.Grains.Tests;

/// <summary>For a moment a cluster can have two activations of one grain; here they are in two silos over one storage.</summary>
public sealed class TwoSilosTests
{
    [Fact]
    public async Task Activation_that_is_behind_fails_decides_nothing_and_then_reads_the_truth()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var other = await world.AddSiloAsync();
        await world.DepositAsync("d1");
        var here = world.Transaction("d1");
        var there = other.Grains.GetGrain<ITransactionGrain>("d1");
        Assert.NotNull(await there.GetAsync(CancellationToken.None));
        await here.ApplyAsync(new DepositSeen("bank-1"), CancellationToken.None);

        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            there.ApplyAsync(new DepositFailed("bounced"), CancellationToken.None)
        );
        var outcome = await there.ApplyAsync(new DepositSeen("bank-2"), CancellationToken.None);

        Assert.False(outcome.Changed);
        Assert.Equal("bank-1", outcome.Transaction.ExternalTransactionId);
        Assert.Equal(TransactionStatus.PendingExternal, (await world.RowAsync("d1")).Status);
    }

    [Theory]
    [InlineData(RailsGuarantee.FindsByKey)]
    [InlineData(RailsGuarantee.DeduplicatesByKey)]
    public async Task Withdrawals_that_two_silos_work_on_are_paid_out_once(RailsGuarantee guarantee)
    {
        await using var world = await World.StartAsync();
        await world.AddSiloAsync();
        world.Rails.Guarantee = guarantee;
        for (var i = 0; i < 5; i++)
        {
            await world.WithdrawAsync($"w{i}", $"{i}");
        }

        for (var i = 0; i < 5; i++)
        {
            world.Receive($"{i}");
        }

        for (var i = 0; i < 5; i++)
        {
            await world.ReachesAsync($"w{i}", TransactionStatus.Completed);
        }

        await world.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["w0/out", "w1/out", "w2/out", "w3/out", "w4/out"], world.Rails.Book.Order());
    }

    [Fact]
    public async Task Withdrawals_that_two_silos_work_on_are_never_told_twice_to_rails_that_promise_nothing()
    {
        await using var world = await World.StartAsync();
        await world.AddSiloAsync();
        world.Rails.Guarantee = RailsGuarantee.None;
        for (var i = 0; i < 5; i++)
        {
            await world.WithdrawAsync($"w{i}", $"{i}");
            world.Receive($"{i}");
        }

        for (var i = 0; i < 5; i++)
        {
            await world.ReachesAsync(
                $"w{i}",
                transaction => transaction.Status is TransactionStatus.Completed or TransactionStatus.OnHold,
                "its end, or a person"
            );
        }

        await world.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(world.Rails.Book.Distinct(), world.Rails.Book);
        Assert.Equal(world.Rails.Book.Count, world.Rails.Tellings);
    }

    [Fact]
    public async Task Deposits_that_two_silos_work_on_are_paid_once()
    {
        await using var world = await World.StartAsync();
        await world.AddSiloAsync();
        for (var i = 0; i < 5; i++)
        {
            await world.DepositAsync($"d{i}", destination: $"GUSER{i}");
            world.BankReceives($"d{i}");
        }

        for (var i = 0; i < 5; i++)
        {
            await world.ReachesAsync($"d{i}", TransactionStatus.Completed);
        }

        await world.PassAsync(TimeSpan.FromMinutes(5));
        Assert.All(Enumerable.Range(0, 5), i => Assert.Single(world.PaymentsFor($"d{i}")));
    }

    [Fact]
    public async Task Reader_of_the_silo_that_was_appointed_before_is_refused()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var other = await world.AddSiloAsync();
        var here = world.Grains.GetGrain<IIngestGrain>(FakeAssets.Distribution);
        var there = other.Grains.GetGrain<IIngestGrain>(FakeAssets.Distribution);
        await here.EnsureReaderAsync(CancellationToken.None);
        var first = await here.GetHealthAsync(CancellationToken.None);
        await there.EnsureReaderAsync(CancellationToken.None);
        await world.WithdrawAsync("w1", "42");
        var payment = world.PaymentOf("42");

        // It does not know yet that it was replaced: the row's version tells it, and then its epoch does.
        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            here.AppendAsync(first.Epoch, [payment], payment.Id, CancellationToken.None)
        );
        var accepted = await here.AppendAsync(first.Epoch, [payment], payment.Id, CancellationToken.None);

        Assert.False(accepted);
        Assert.Null(await world.Payment(payment.Id).GetAsync(CancellationToken.None));
    }
}
