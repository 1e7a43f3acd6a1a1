using Anchor.Hathor.Node;
using Anchor.Hosting.Sync;
using Anchor.Sandbox.Hathor;

namespace Anchor.Hathor.Tests;

/// <summary>A network is known again by its name and by its first block.</summary>
public sealed class IdentityTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_node_of_what_is_stored_is_known_again_and_another_of_that_name_is_not_until_all_is_forgotten()
    {
        await using var world = await SyncWorld.StartAsync(Recordings.Load("REORG.1"));
        world.Node.MoveToEnd();
        Assert.Null(await world.Walker.IdentifyAsync(anew: false, Stop));
        await RecordingCheck.CatchUpAsync(world.Walker, Stop);
        Assert.Null(await world.Walker.IdentifyAsync(anew: false, Stop));
        await using var other = await RecordedNodeHost.StartAsync(
            new RecordedNode(new Crafted().Block(1, 0).ToRecording())
        );
        other.Node.MoveToEnd();
        using var http = new HttpClient();

        foreach (var way in (string[])["walker", "queue"])
        {
            using var follower = Faulty.Follower(other.Url, way, world.Store.Database, http);

            Assert.Contains(Crafted.Id(1), await follower.IdentifyAsync(anew: false, Stop), StringComparison.Ordinal);
            Assert.Null(await follower.IdentifyAsync(anew: true, Stop));
        }
    }

    [Fact]
    public async Task A_node_of_a_network_of_another_name_is_not_asked_for_its_blocks()
    {
        await using var world = await SyncWorld.StartAsync(Recordings.Load("REORG.1"), "testnet");
        world.Node.MoveToEnd();
        using var http = new HttpClient();
        using var follower = Faulty.Follower(world.Url, "walker", world.Store.Database, http);

        Assert.Contains("testnet", await follower.IdentifyAsync(anew: true, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_calls_itself_mainnet_must_begin_with_its_first_block()
    {
        await using var world = await SyncWorld.StartAsync(Recordings.Load("REORG.1"), "mainnet");
        world.Node.MoveToEnd();

        Assert.Contains(
            KnownNetworks.FirstBlockOf("mainnet")!,
            await world.Walker.IdentifyAsync(anew: true, Stop),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_real_node_named_the_first_block_that_its_chain_begins_with()
    {
        using var answer = Recordings.Answer("version");
        var first = Recordings.Load("ONLY_LOAD.1").Events.First(e => e.Event.Vertex is { IsBlock: true }).Event.Vertex!;

        Assert.Equal(first.Id, answer.RootElement.GetProperty("genesis_block_hash").GetString());
    }
}
