using System.Collections.Immutable;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Rails;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>Polls that somebody outside asks for, and payments out that wait for one.</summary>
public sealed class PollTests
{
    [Fact]
    public async Task A_withdrawal_that_is_paid_out_by_poll_waits_for_it_through_alarms_and_a_crash()
    {
        await using var world = await StartAsync(byPoll: true);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.PendingAnchor);

        await world.PassAsync(TimeSpan.FromMinutes(10));
        await world.CrashAsync();
        await world.PassAsync(TimeSpan.FromMinutes(10));
        var before = (world.Rails.Tellings, (await world.RowAsync("w1")).Pending.Single());
        var round = await PollAsync(world, RailsPolls.Execute);

        Assert.Equal((0, new PendingEffect("w1/out", EffectKind.ExecuteOutgoing, OnRequest: true)), before);
        Assert.Equal((1, 0), (round.Asked, round.Failed));
        Assert.Equal(1, round.Moved[TransactionStatus.Completed]);
        Assert.Equal(["w1/out"], world.Rails.Book);
        Assert.Equal(0, (await PollAsync(world, RailsPolls.Execute)).Asked);
    }

    [Fact]
    public async Task A_released_withdrawal_goes_on_after_a_crash_without_another_poll()
    {
        await using var world = await StartAsync(byPoll: true);
        world.Rails.Will(Telling.LosesTheQuestion);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.PendingAnchor);
        await world.Transaction("w1").ApplyAsync(new ReleaseOutgoing(), CancellationToken.None);

        await world.CrashAsync();
        await world.ReachesAsync("w1", TransactionStatus.Completed);

        Assert.Equal(["w1/out"], world.Rails.Book);
    }

    [Theory]
    [InlineData(RailsGuarantee.None)]
    [InlineData(RailsGuarantee.FindsByKey)]
    [InlineData(RailsGuarantee.DeduplicatesByKey)]
    public async Task Rounds_that_overlap_pay_each_withdrawal_once(RailsGuarantee guarantee)
    {
        await using var world = await StartAsync(byPoll: true);
        world.Rails.Guarantee = guarantee;
        foreach (var number in Enumerable.Range(1, 20))
        {
            await world.WithdrawAsync($"w{number}", $"{number}");
            world.Receive($"{number}");
            await world.ReachesAsync($"w{number}", TransactionStatus.PendingAnchor);
        }

        var rounds = await PollAsync(world, RailsPolls.Execute, 5);

        Assert.All(rounds, round => Assert.Equal(0, round.Failed));
        Assert.Equal(20, world.Rails.Tellings);
        Assert.Equal(20, world.Rails.Book.Distinct().Count());
        // Each is told of by the round that released it; a round that came late may find nothing left to do.
        Assert.All(rounds, round => Assert.Empty(round.Moved.Keys.Except([TransactionStatus.Completed])));
        Assert.True(rounds.Sum(round => round.Moved.GetValueOrDefault(TransactionStatus.Completed)) >= 20);
    }

    [Fact]
    public async Task Deposits_that_overlapping_rounds_find_paid_are_paid_out_once()
    {
        await using var world = await StartAsync();
        foreach (var number in Enumerable.Range(1, 10))
        {
            await world.DepositAsync($"d{number}");
            world.BankReceives($"d{number}");
        }

        var rounds = await PollAsync(world, RailsPolls.Deposits, 4);
        foreach (var number in Enumerable.Range(1, 10))
        {
            await world.ReachesAsync($"d{number}", TransactionStatus.Completed);
            Assert.Single(world.PaymentsFor($"d{number}"));
        }

        Assert.Equal(10, rounds.Sum(round => round.Moved.Values.Sum()));
    }

    [Fact]
    public async Task What_the_rails_say_failed_ends_as_an_error_or_goes_back()
    {
        await using var world = await StartAsync();
        world.Rails.Will(Telling.PaysLater);
        await world.DepositAsync("d1");
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.PendingExternal);
        world.Rails.Deposits["d1"] = RailsAnswer.Failed("The cheque bounced.");
        world.Rails.Outgoing["w1"] = RailsAnswer.Failed("The account is closed.");

        var deposits = await PollAsync(world, RailsPolls.Deposits);
        var outgoing = await PollAsync(world, RailsPolls.Outgoing);
        var refunded = await world.ReachesAsync("w1", TransactionStatus.Refunded);

        Assert.Equal(1, deposits.Moved[TransactionStatus.Error]);
        Assert.Equal(1, outgoing.Moved[TransactionStatus.PendingStellar]);
        Assert.Equal("The cheque bounced.", (await world.RowAsync("d1")).Message);
        Assert.Equal("The account is closed.", refunded.Message);
        Assert.Equal(100m, Assert.Single(world.PaymentsFor("w1")).Order.Amount.Value);
    }

    [Fact]
    public async Task A_round_counts_what_could_not_be_asked_and_the_next_one_asks_again()
    {
        await using var world = await StartAsync();
        await world.DepositAsync("d1");
        world.Rails.Faulty["d1"] = new IOException("The bank is closed.");
        var failed = await PollAsync(world, RailsPolls.Deposits);

        world.Rails.Faulty.Clear();
        world.BankReceives("d1");
        var asked = await PollAsync(world, RailsPolls.Deposits);

        Assert.Equal((1, 1, 0), (failed.Asked, failed.Failed, failed.Moved.Count));
        Assert.Equal((1, 0, 1), (asked.Asked, asked.Failed, asked.Moved[TransactionStatus.PendingAnchor]));
    }

    [Fact]
    public async Task Pages_hold_every_transaction_once()
    {
        await using var world = await StartAsync();
        var ids = Enumerable.Range(0, 450).Select(number => $"d{number:000}").ToImmutableArray();
        foreach (var id in ids)
        {
            await world.DepositAsync(id);
            world.Rails.Deposits[id] = RailsAnswer.Failed("no");
        }

        var page = await world.Grains.GetGrain<IRailsPageGrain>(RailsPolls.Deposits).PollAsync(null, default);
        var whole = world.Grains.GetGrain<IRailsPollGrain>(RailsPolls.Deposits).PollAsync(default);
        await world.UntilAsync(() => whole.IsCompleted, "the rest");
        var rest = await whole;

        Assert.Equal((200, 200, "d199"), (page.Asked, page.Moved.Length, page.Next));
        Assert.Equal((250, 250), (rest.Asked, rest.Moved[TransactionStatus.Error]));
    }

    private static async Task<PollRound> PollAsync(World world, string name) => (await PollAsync(world, name, 1))[0];

    /// <summary>So many rounds at the same time; the clock runs meanwhile.</summary>
    private static async Task<PollRound[]> PollAsync(World world, string name, int copies)
    {
        var rounds = Task.WhenAll(
            Enumerable
                .Range(0, copies)
                .Select(_ => world.Grains.GetGrain<IRailsPageGrain>(name).PollAsync(null, CancellationToken.None))
        );
        await world.UntilAsync(() => rounds.IsCompleted, $"the rounds of {name}");
        return [.. (await rounds).Select(PollRound.Empty.With)];
    }

    private static Task<World> StartAsync(bool byPoll = false) =>
        World.StartAsync(configure: options =>
        {
            options.DepositPollInterval = null;
            options.OutgoingPollInterval = null;
            options.TrustlinePollInterval = null;
            options.ExecutePollInterval = null;
            options.ExecuteOnMatch = byPoll ? ExecuteOnMatch.Poll : ExecuteOnMatch.Distributed;
        });
}
