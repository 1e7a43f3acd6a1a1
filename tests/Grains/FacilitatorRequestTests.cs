using Anchor.Domain.Mosaic;
using Anchor.Grains.Mosaic;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>The grains of stakes and redemptions between two chains that answer, refuse, and fall silent.</summary>
public sealed class FacilitatorRequestTests
{
    [Theory]
    [InlineData(TransferKind.Stake)]
    [InlineData(TransferKind.Redeem)]
    public async Task A_request_gets_through_with_its_bounty_back_and_its_reward_paid_once(TransferKind kind)
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var terms = await world.AskAsync("a", kind);

        var ended = await world.EndedAsync(terms);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        world.CheckDone(terms);
        Assert.Null(ended.NextDue);
        var type = kind == TransferKind.Stake ? "stake-request" : "redeem-request";
        Assert.False(await world.Silos.HasReminderAsync(type, terms.RequestHash, "wake"));
        Assert.All(ended.Orders, order => Assert.Equal(StepEnd.Done, order.End));
    }

    [Fact]
    public async Task An_event_that_comes_again_changes_nothing_and_other_words_under_the_same_hash_are_refused()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var terms = await world.AskAsync("a", TransferKind.Stake);
        var grain = world.Request(terms);

        var again = await grain.ApplyAsync(new RecordRequest(terms, 8), default);
        var other = await grain.ApplyAsync(new RecordRequest(terms with { Beneficiary = "0xthief" }, 8), default);

        Assert.False(again.Changed);
        Assert.Null(again.Refusal);
        Assert.Equal("contradiction", other.Refusal?.Code);
        Assert.Equal(terms, (await world.EndedAsync(terms)).Terms);
        world.CheckDone(terms);
    }

    [Fact]
    public async Task A_request_that_is_not_worth_its_work_waits_and_is_closed_when_it_is_revoked()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var terms = await world.AskAsync("a", TransferKind.Stake, gasPrice: 0);

        var waiting = await world.SeenAsync(terms, request => request.Trouble is not null, "a reason to wait");
        Assert.Contains("under par", waiting.Trouble!, StringComparison.Ordinal);
        Assert.Null(waiting.Lock);
        world.Mosaic.Close(terms.RequestHash, RequestClosing.Revoked);

        Assert.Equal(RequestStatus.Revoked, (await world.EndedAsync(terms)).Status);
        Assert.Empty(world.Mosaic[terms.RequestHash].AcceptedBy);
    }

    [Fact]
    public async Task While_the_chains_are_silent_it_is_unknown_and_afterwards_it_goes_on()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var terms = await world.AskAsync("a", TransferKind.Stake);
        await world.SeenAsync(terms, request => request.Status == RequestStatus.Accepted, "accepted");

        world.Mosaic.IsSilent = true;
        var blind = await world.SeenAsync(terms, request => request.Status == RequestStatus.Unknown, "unknown");
        Assert.Equal("The chain does not answer.", blind.Trouble);
        world.Mosaic.IsSilent = false;

        Assert.Equal(RequestStatus.Complete, (await world.EndedAsync(terms)).Status);
        world.CheckDone(terms);
    }

    [Fact]
    public async Task Another_worker_takes_over_from_one_whose_coin_ran_out_and_with_none_left_it_waits()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        world.Mosaic.Workers[0].Balance = "0";
        var terms = await world.AskAsync("a", TransferKind.Stake);
        await world.UntilAsync(() => world.Mosaic[terms.RequestHash].AcceptedBy.Count == 1, "the acceptance");
        var poor = world.Mosaic.Workers.Where(worker => worker.Balance != "0").ToList();
        poor.ForEach(worker => worker.Balance = "0");

        await world.SeenAsync(
            terms,
            request => request.Trouble?.Contains("has coin enough", StringComparison.Ordinal) is true,
            "nobody to work"
        );
        poor.ForEach(worker => worker.Balance = "1000000");
        var ended = await world.EndedAsync(terms);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        world.CheckDone(terms);
        Assert.Equal(world.Mosaic.Workers[1].Accounts[0], Assert.Single(world.Mosaic[terms.RequestHash].AcceptedBy));
    }

    [Fact]
    public async Task A_step_that_is_refused_again_and_again_waits_for_a_person_who_lets_it_go_on()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        world.Mosaic.Refused = RequestStep.Confirm;
        var terms = await world.AskAsync("a", TransferKind.Stake);

        var stuck = await world.SeenAsync(terms, request => request.IsStuck(world.Mosaic.Policy), "its budget's end");
        await world.PassAsync(TimeSpan.FromMinutes(20));
        var later = await world.RowAsync(terms);

        Assert.Equal(RequestStatus.ConfirmFailed, stuck.Status);
        Assert.Equal("It said no.", stuck.Trouble);
        Assert.True(world.Log.Has("STAKE_INTENT_CONFIRMED_FAILED"), "Nobody was told.");
        Assert.Equal(stuck.Orders.Length, later.Orders.Length);
        world.Mosaic.Refused = null;
        await world.Request(terms).ApplyAsync(new RetryRequest(), default);
        Assert.Equal(RequestStatus.Complete, (await world.EndedAsync(terms)).Status);
        world.CheckDone(terms);
    }

    [Fact]
    public async Task Many_requests_share_proofs_and_workers_and_each_is_carried_once()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        List<RequestTerms> all = [];
        for (var i = 0; i < 12; i++)
        {
            all.Add(await world.AskAsync($"{i}", i % 3 == 0 ? TransferKind.Redeem : TransferKind.Stake));
        }

        foreach (var terms in all)
        {
            Assert.Equal(RequestStatus.Complete, (await world.EndedAsync(terms)).Status);
            world.CheckDone(terms);
        }

        var accepted = all.SelectMany(terms => world.Mosaic[terms.RequestHash].AcceptedBy).ToList();
        Assert.Equal(4, accepted.Distinct().Count());
        var proofs = world
            .Mosaic.Workers.SelectMany(worker => worker.Applied)
            .Count(id => id.Contains("/prove_to_target/", StringComparison.Ordinal));
        Assert.True(proofs < all.Count, $"{proofs} proofs for {all.Count} requests.");
    }
}
