using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Hosting.Sync;
using Anchor.Ledgers.Hathor;
using Anchor.Sandbox.Hathor;
using Anchor.Storage;
using Anchor.Storage.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Hathor.Tests;

/// <summary>Follows a recording through a node that is arranged by the test.</summary>
internal static class Faulty
{
    /// <summary>Follows until the node is at its end and all is here; the answer is the state's hash.</summary>
    public static async Task<string> FollowAsync(
        HathorRecording recording,
        string way,
        IDatabase database,
        Action<RecordedNode> arrange,
        CancellationToken cancellationToken
    )
    {
        var node = new RecordedNode(recording);
        node.MoveOn();
        arrange(node);
        await using var host = await RecordedNodeHost.StartAsync(node, cancellationToken: cancellationToken);
        using var http = new HttpClient();
        do
        {
            // Each round is a process of its own: nothing is known but what is stored.
            using var follower = Follower(host.Url, way, database, http);
            await TryCatchUpAsync(follower, cancellationToken);
        } while (node.MoveOn());

        using var last = Follower(host.Url, way, database, http);
        await TryCatchUpAsync(last, cancellationToken);
        var audit = new SyncAudit(database);
        Assert.Empty(await audit.FaultsAsync(node.Network));
        return await audit.HashAsync(node.Network, cancellationToken);
    }

    public static ISyncFollower Follower(Uri url, string way, IDatabase database, HttpClient http)
    {
        var options = new HathorNodeOptions { Url = url, FirstRetry = TimeSpan.FromMilliseconds(5) };
        var network = new HathorNetwork("unittests", options, new HathorNodeClient(http, options, TimeProvider.System));
        var projection = new SyncProjection(database);
        return way == "queue"
            ? new QueueFollower(network, projection, 7, TimeProvider.System)
            : new BlockWalker(
                network,
                new ProjectionSink(network, projection),
                new WalkOptions { BlocksPerStep = 8 },
                new Doorbell(options, TimeProvider.System, NullLogger<Doorbell>.Instance)
            );
    }

    /// <summary>As the grain's driver does: what fails is tried again.</summary>
    public static async Task TryCatchUpAsync(ISyncFollower follower, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RecordingCheck.CatchUpAsync(follower, cancellationToken);
                return;
            }
            catch (Exception e) when (e is HathorException or SyncContradictionException && attempt < 20)
            {
                // Next try.
            }
        }
    }
}
