using System.Collections.Immutable;
using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Ledgers.Hathor;
using Anchor.Sandbox.Hathor;
using Anchor.Storage;
using Anchor.Storage.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Hosting.Sync;

/// <summary>What one way to follow a recording ended with.</summary>
/// <param name="Way">walker or queue.</param>
/// <param name="Hash">Of the projection's state.</param>
/// <param name="Faults">What does not fit in it.</param>
/// <param name="BlocksTakenBack">By reorgs on the way.</param>
public sealed record FollowedRecording(
    string Way,
    string Hash,
    ImmutableArray<HeldBalance> Balances,
    ImmutableArray<string> Faults,
    int BlocksTakenBack
);

/// <summary>The verdict over a recording.</summary>
/// <param name="Ways">How each way ended.</param>
/// <param name="Disagreements">A line for everything that should be equal and is not; none: the recording is verified.</param>
public sealed record RecordingVerdict(
    ImmutableArray<FollowedRecording> Ways,
    ImmutableArray<string> Disagreements,
    bool HasWallet
);

/// <summary>Replays a recording through the stand-in node, by the walker and by the event queue, and compares what they end with.</summary>
public static class RecordingCheck
{
    private const string Native = "00";
    private const int MostIdleSteps = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Verifies a recording with databases in files that are gone afterwards.</summary>
    public static async Task<RecordingVerdict> RunAsync(HathorRecording recording, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(recording);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        var folder = Directory.CreateTempSubdirectory("anchor-sync-verify-").FullName;
        try
        {
            var ways = ImmutableArray.CreateBuilder<FollowedRecording>();
            foreach (var way in (string[])["walker", "queue"])
            {
                await using var services = new ServiceCollection()
                    .AddLogging()
                    .AddAnchorStorage(new StorageOptions { Path = Path.Combine(folder, way + ".db") })
                    .BuildServiceProvider();
                var database = services.GetRequiredService<IDatabase>();
                ways.Add(await FollowAsync(recording, way, database, limit.Token));
            }

            return Judge(recording, ways.ToImmutable());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Follows a recording by one way, moment by moment, so that each reorg in it is met.</summary>
    public static async Task<FollowedRecording> FollowAsync(
        HathorRecording recording,
        string way,
        IDatabase database,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(recording);
        var node = new RecordedNode(recording);
        await using var host = await RecordedNodeHost.StartAsync(node, cancellationToken: cancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var options = new HathorNodeOptions { Url = host.Url };
        var network = new HathorNetwork(
            node.Network,
            options,
            new HathorNodeClient(http, options, TimeProvider.System)
        );
        var projection = new SyncProjection(database);
        using ISyncFollower follower =
            way == "queue"
                ? new QueueFollower(network, projection, window: 50, TimeProvider.System)
                : new BlockWalker(
                    network,
                    new ProjectionSink(network, projection),
                    new WalkOptions(),
                    new Doorbell(options, TimeProvider.System, NullLogger<Doorbell>.Instance)
                );
        if ((await projection.ReadAsync(network.Name, cancellationToken)).LastEventId is { } taken)
        {
            // A node does not forget events that it has told.
            node.MoveTo((int)taken + 1);
        }

        var takenBack = await CatchUpIfSeenAsync(node, follower, cancellationToken);
        while (node.MoveOn())
        {
            takenBack += await CatchUpAsync(follower, cancellationToken);
        }

        var audit = new SyncAudit(database);
        return new FollowedRecording(
            way,
            await audit.HashAsync(network.Name, cancellationToken),
            await audit.BalancesAsync(network.Name),
            await audit.FaultsAsync(network.Name),
            takenBack
        );
    }

    private static Task<int> CatchUpIfSeenAsync(
        RecordedNode node,
        ISyncFollower follower,
        CancellationToken cancellationToken
    ) => node.Seen == 0 ? Task.FromResult(0) : CatchUpAsync(follower, cancellationToken);

    /// <summary>Steps until there is no more, through reorgs.</summary>
    /// <returns>How many blocks were taken back.</returns>
    public static async Task<int> CatchUpAsync(ISyncFollower follower, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(follower);
        var (takenBack, idle) = (0, 0);
        while (true)
        {
            var step = await follower.StepAsync(cancellationToken);
            takenBack += step.BlocksTakenBack;
            idle = step is { Kind: SyncStepKind.Progressed, Blocks: 0, Vertices: 0 } ? idle + 1 : 0;
            switch (step.Kind)
            {
                case SyncStepKind.Done:
                    return takenBack;
                case SyncStepKind.Reorg:
                    do
                    {
                        step = await follower.TakeBackAsync(cancellationToken);
                        takenBack += step.BlocksTakenBack;
                    } while (step.Kind == SyncStepKind.Progressed);
                    break;
            }

            if (step.Kind is SyncStepKind.Failed or SyncStepKind.Rebuild || idle > MostIdleSteps)
            {
                throw new SyncContradictionException(step.Reason ?? "the sync does not get on");
            }
        }
    }

    private static RecordingVerdict Judge(HathorRecording recording, ImmutableArray<FollowedRecording> ways)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var way in ways)
        {
            lines.AddRange(way.Faults.Select(fault => $"{way.Way}: {fault}"));
            var held = way
                .Balances.Where(balance => balance.Token == Native)
                .ToDictionary(balance => balance.Address, balance => balance.Amount, StringComparer.Ordinal);
            lines.AddRange(
                recording
                    .Wallet.Where(entry => held.GetValueOrDefault(entry.Key) != entry.Value)
                    .Select(entry =>
                        $"{way.Way}: {entry.Key} has {held.GetValueOrDefault(entry.Key)}, the node's wallet {entry.Value}"
                    )
            );
        }

        if (ways.Select(way => way.Hash).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            lines.Add($"the states differ: {string.Join(", ", ways.Select(way => $"{way.Way} {way.Hash}"))}");
        }

        return new RecordingVerdict(ways, lines.ToImmutable(), recording.Wallet.Count > 0);
    }
}
