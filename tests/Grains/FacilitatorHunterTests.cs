using Anchor.Domain.Mosaic;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>Messages whose secret is not here, a stranger's or one's own that was lost: they are finished by proofs.</summary>
public sealed class FacilitatorHunterTests
{
    [Theory]
    [InlineData(TransferKind.Stake)]
    [InlineData(TransferKind.Redeem)]
    public async Task A_strangers_message_is_left_to_its_owner_for_a_while_and_then_finished_by_proofs(
        TransferKind kind
    )
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var terms = world.Mosaic.Ask("a", kind);
        world.Mosaic.AcceptAsStranger(terms.RequestHash);
        var asked = world.Time.GetUtcNow();
        await world.TellAsync(terms);

        var waiting = await world.SeenAsync(terms, request => request.Trouble is not null, "a reason to wait");
        var first = await world.SeenAsync(terms, request => request.Orders.Length > 0, "an order");
        var ended = await world.EndedAsync(terms);

        Assert.Contains("left to its owner", waiting.Trouble!, StringComparison.Ordinal);
        Assert.True(first.Orders[0].OrderedAt - asked >= world.Mosaic.Policy.ForeignPatience);
        Assert.Equal(RequestStatus.Complete, ended.Status);
        CheckFinishedByProofs(world, ended);
        Assert.Empty(world.Mosaic[terms.RequestHash].AcceptedBy);
    }

    [Theory]
    [InlineData(RequestStatus.Accepted)]
    [InlineData(RequestStatus.AccountProven)]
    public async Task A_request_whose_secret_was_lost_is_finished_by_proofs(RequestStatus lostAt)
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var terms = await world.AskAsync("a", TransferKind.Stake);
        await world.SeenAsync(terms, request => request.Reached == lostAt, $"{lostAt}");

        // The key that sealed it is gone, as with a database that came back without its key file.
        await world.Request(terms).ApplyAsync(new LoseSecret(), default);
        var ended = await world.EndedAsync(terms);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        Assert.True(ended.IsSecretLost);
        Assert.False(world.Mosaic[terms.RequestHash].IsSecretShown);
        Assert.Single(world.Mosaic[terms.RequestHash].AcceptedBy);
        CheckFinishedByProofs(world, ended);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_opened_is_noticed_before_anything_is_sent_with_it()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var terms = await world.AskAsync("a", TransferKind.Stake);
        await world.SeenAsync(terms, request => request.Status == RequestStatus.Accepted, "accepted");

        // Another process with another key goes on with the same database.
        world.Sealer = new OtherSealer();
        await world.CrashAsync();
        var ended = await world.EndedAsync(terms);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        Assert.True(ended.IsSecretLost);
        Assert.False(world.Mosaic[terms.RequestHash].IsSecretShown);
        CheckFinishedByProofs(world, ended);
    }

    private static void CheckFinishedByProofs(World world, MosaicRequest ended)
    {
        var message = world.Mosaic[ended.Terms!.RequestHash];
        Assert.Equal((MessageStatus.Progressed, MessageStatus.Progressed), (message.Outbox, message.Inbox));
        Assert.Single(message.BountyTo);
        Assert.Single(message.RewardTo);
        var done = ended.Orders.Where(order => order.End == StepEnd.Done).Select(order => order.Step).ToList();
        Assert.Contains(RequestStep.ProgressTargetByProof, done);
        Assert.Contains(RequestStep.ProgressSourceByProof, done);
        Assert.DoesNotContain(RequestStep.ProgressTarget, done);
        Assert.DoesNotContain(RequestStep.ProgressSource, done);
    }

    private sealed class OtherSealer : ISecretSealer
    {
        public string Seal(string name, string text) => "sealed by another key";

        public string? TryUnseal(string name, string sealedText) => null;
    }
}
