using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Sweep;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>What happens when nobody calls: alarms, sweeps, polls.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_reminder_alone_completes_what_a_dead_process_left()
    {
        await using var world = await World.StartAsync();
        world.Steps.DieAt(MoneyStep.EffectStored);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.UntilAsync(() => world.Steps.HasDied, "the process to die");

        // No poll, no sweep, no reader, no caller: only the transaction's own alarm.
        world.StartsGrains = false;
        await world.CrashAsync();
        await world.ReachesAsync("w1", TransactionStatus.Completed, TimeSpan.FromMinutes(3));

        Assert.Equal(["w1/out"], world.Rails.Book);
    }

    [Fact]
    public async Task A_reminder_alone_asks_the_bank_and_lets_expire_what_nobody_paid()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.DepositAsync("d1");
        await world.DepositAsync("d2", expires: TimeSpan.FromMinutes(30));
        await world.WithdrawAsync("w1", "42", expires: TimeSpan.FromMinutes(30));
        world.BankReceives("d1");

        await world.ReachesAsync("d1", TransactionStatus.Completed, TimeSpan.FromMinutes(3));
        await world.ReachesAsync("d2", TransactionStatus.Expired, TimeSpan.FromMinutes(31));
        await world.ReachesAsync("w1", TransactionStatus.Expired, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task The_sweep_wakes_what_lost_its_alarm()
    {
        await using var world = await World.StartAsync();
        world.Steps.DieAt(MoneyStep.EffectStored);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.UntilAsync(() => world.Steps.HasDied, "the process to die");

        world.StartsGrains = false;
        await world.CrashAsync(loseReminders: true);
        await world.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(TransactionStatus.PendingAnchor, (await world.RowAsync("w1")).Status);

        await world.Grains.GetGrain<ISweepGrain>("0").StartAsync(CancellationToken.None);
        await world.ReachesAsync("w1", TransactionStatus.Completed, TimeSpan.FromMinutes(3));
        Assert.Equal(["w1/out"], world.Rails.Book);
    }

    [Fact]
    public async Task The_sweep_wakes_all_that_is_overdue_though_the_first_of_them_cannot_be_woken()
    {
        await using var world = await World.StartAsync(
            startsGrains: false,
            configure: options => options.SweepPage = 3
        );
        var ids = Enumerable.Range(0, 8).Select(number => $"d{number}").ToArray();
        foreach (var (id, number) in ids.Select((id, number) => (id, number)))
        {
            await world.DepositAsync(id, expires: TimeSpan.FromMinutes(30 + number));
        }

        await world.CrashAsync(loseReminders: true);
        await world.PassAsync(TimeSpan.FromHours(1));
        foreach (var id in ids[..4])
        {
            world.Faults.FailNext($"transaction/{id}", afterwards: false);
        }

        var called = await world.Grains.GetGrain<ISweepGrain>("0").SweepAsync(CancellationToken.None);

        var rows = await Task.WhenAll(ids.Select(world.RowAsync));
        Assert.Equal(8, called);
        Assert.Equal(
            [false, false, false, false, true, true, true, true],
            rows.Select(row => row.Status == TransactionStatus.Expired)
        );
    }

    [Fact]
    public async Task The_sweep_leaves_alone_what_is_not_overdue()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.DepositAsync("d1", expires: TimeSpan.FromHours(1));
        var sweep = world.Grains.GetGrain<ISweepGrain>("0");

        Assert.Equal(0, await sweep.SweepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_ended_transaction_has_no_alarm()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await world.DepositAsync("d1");
        Assert.True(await world.Silos.HasReminderAsync("transaction", "d1", "wake"));

        await world.TellAsync("d1", new DepositFailed("bounced"));

        Assert.False(await world.Silos.HasReminderAsync("transaction", "d1", "wake"));
    }

    [Fact]
    public async Task A_question_that_never_comes_back_delays_no_other()
    {
        await using var world = await World.StartAsync();
        world.Rails.Will(Telling.PaysLater);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.PendingExternal);
        world.Rails.Hanging["d1"] = new TaskCompletionSource<RailsAnswer>();
        await world.DepositAsync("d1");
        await world.DepositAsync("d2");
        await world.PassAsync(TimeSpan.FromMinutes(20));

        // Well before any of their own alarms: only the polls can tell.
        world.BankReceives("d2");
        world.Rails.Outgoing["w1"] = RailsAnswer.Settled("bank-3");
        await world.ReachesAsync("d2", TransactionStatus.Completed, TimeSpan.FromSeconds(45));
        await world.ReachesAsync("w1", TransactionStatus.Completed, TimeSpan.FromSeconds(45));
        Assert.Equal(TransactionStatus.PendingUserTransferStart, (await world.RowAsync("d1")).Status);

        // And the one that hung is asked again.
        world.Rails.Hanging.Clear();
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.Completed, TimeSpan.FromSeconds(45));
    }

    [Theory]
    [InlineData(typeof(TaskCanceledException))]
    [InlineData(typeof(TimeoutException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task A_question_that_fails_spoils_no_other(Type failure)
    {
        await using var world = await World.StartAsync();
        world.Rails.Faulty["d1"] = (Exception)Activator.CreateInstance(failure)!;
        await world.DepositAsync("d1");
        await world.DepositAsync("d2");
        await world.PassAsync(TimeSpan.FromMinutes(20));

        world.BankReceives("d2");
        await world.ReachesAsync("d2", TransactionStatus.Completed, TimeSpan.FromSeconds(45));

        world.Rails.Faulty.Clear();
        world.BankReceives("d1");
        await world.ReachesAsync("d1", TransactionStatus.Completed, TimeSpan.FromSeconds(45));
    }

    [Fact]
    public async Task An_account_that_cannot_be_looked_at_hides_no_other()
    {
        await using var world = await World.StartAsync();
        string[] ids = [.. Enumerable.Range(0, 12).Select(i => $"d{i:00}")];
        foreach (var id in ids)
        {
            var destination = $"GUSER{id}";
            world.Ledger.Destinations[destination] = DestinationState.TrustlineMissing;
            await world.DepositAsync(id, destination: destination);
            world.BankReceives(id);
        }

        foreach (var id in ids)
        {
            await world.ReachesAsync(id, TransactionStatus.PendingTrust);
        }

        world.Ledger.Break("GUSERd00");
        await world.PassAsync(TimeSpan.FromMinutes(20));

        // The others still wait before it in the queue, and none of its own alarms is near.
        world.Ledger.Destinations[$"GUSER{ids[^1]}"] = DestinationState.Ready;
        await world.ReachesAsync(ids[^1], TransactionStatus.Completed, TimeSpan.FromSeconds(90));
    }
}
