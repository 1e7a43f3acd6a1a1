using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>An answer of the rails is lost: what may be done then depends on what they promise.</summary>
public sealed class RailsGuaranteeTests
{
    [Theory]
    [InlineData(RailsGuarantee.FindsByKey, Telling.PaysAndLosesTheAnswer, 1)]
    [InlineData(RailsGuarantee.FindsByKey, Telling.LosesTheQuestion, 2)]
    [InlineData(RailsGuarantee.DeduplicatesByKey, Telling.PaysAndLosesTheAnswer, 2)]
    [InlineData(RailsGuarantee.DeduplicatesByKey, Telling.LosesTheQuestion, 2)]
    public async Task Rails_that_promise_something_pay_once_after_a_lost_answer(
        RailsGuarantee guarantee,
        Telling telling,
        int tellings
    )
    {
        await using var world = await World.StartAsync();
        world.Rails.Guarantee = guarantee;
        world.Rails.Will(telling);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");

        await world.ReachesAsync("w1", TransactionStatus.Completed);
        await world.PassAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(["w1/out"], world.Rails.Book);
        Assert.Equal(tellings, world.Rails.Tellings);
    }

    [Theory]
    [InlineData(Telling.PaysAndLosesTheAnswer, 1)]
    [InlineData(Telling.LosesTheQuestion, 0)]
    public async Task Rails_that_promise_nothing_are_never_told_again(Telling telling, int paid)
    {
        await using var world = await World.StartAsync();
        world.Rails.Guarantee = RailsGuarantee.None;
        world.Rails.Will(telling);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");

        var held = await world.ReachesAsync("w1", TransactionStatus.OnHold);
        await world.PassAsync(TimeSpan.FromMinutes(30));

        Assert.Equal(paid, world.Rails.Book.Count);
        Assert.Equal(1, world.Rails.Tellings);
        Assert.Contains("person", held.Message, StringComparison.Ordinal);
        Assert.Equal(TransactionStatus.OnHold, (await world.RowAsync("w1")).Status);
    }

    [Fact]
    public async Task Rails_that_can_look_up_are_given_time_to_know_before_they_are_told_again()
    {
        await using var world = await World.StartAsync();
        world.Rails.Will(Telling.LosesTheQuestion);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.UntilAsync(() => world.Rails.Tellings == 1, "the first telling");
        var first = world.Time.GetUtcNow();

        await world.UntilAsync(() => world.Rails.Tellings == 2, "the second telling");

        Assert.True(world.Time.GetUtcNow() - first >= TimeSpan.FromSeconds(30), $"{world.Time.GetUtcNow() - first}");
    }

    [Fact]
    public async Task Held_withdrawal_goes_on_when_the_rails_can_tell_what_became_of_it()
    {
        await using var world = await World.StartAsync();
        world.Rails.Guarantee = RailsGuarantee.None;
        world.Rails.Will(Telling.PaysAndLosesTheAnswer);
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");
        await world.ReachesAsync("w1", TransactionStatus.OnHold);

        world.Rails.Guarantee = RailsGuarantee.FindsByKey;
        await world.ReachesAsync("w1", TransactionStatus.Completed);

        Assert.Equal(1, world.Rails.Tellings);
    }

    [Fact]
    public async Task Bank_that_is_away_for_an_hour_pays_when_it_is_back()
    {
        await using var world = await World.StartAsync();
        world.Rails.Guarantee = RailsGuarantee.DeduplicatesByKey;
        world.Rails.Will(Enumerable.Repeat(Telling.LosesTheQuestion, 20));
        await world.WithdrawAsync("w1", "42");
        world.Receive("42");

        await world.ReachesAsync("w1", TransactionStatus.Completed, TimeSpan.FromHours(3));

        Assert.Equal(["w1/out"], world.Rails.Book);
        Assert.Equal(21, world.Rails.Tellings);
    }
}
