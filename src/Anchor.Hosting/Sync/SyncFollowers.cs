using System.Collections.Concurrent;
using System.Collections.Immutable;
using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Hosting.Configuration;
using Anchor.Ledgers.Hathor;
using Anchor.Ledgers.Hathor.WalletService;
using Microsoft.Extensions.Logging;

namespace Anchor.Hosting.Sync;

/// <summary>Makes the follower of each configured network.</summary>
internal sealed class SyncFollowers(
    AnchorSettings settings,
    ISyncProjection projection,
    IHttpClientFactory clients,
    TimeProvider time,
    ILogger<Doorbell> doorbells
) : ISyncFollowers, IDisposable
{
    private const int QueueWindow = 100;

    private readonly ConcurrentDictionary<string, Lazy<ISyncFollower>> _followers = new(StringComparer.Ordinal);

    public ImmutableArray<string> Networks { get; } = [.. settings.Sync.Networks.Select(network => network.Name)];

    public ISyncFollower Of(string network) =>
        _followers.GetOrAdd(network, name => new Lazy<ISyncFollower>(() => Make(name))).Value;

    public void Dispose()
    {
        foreach (var follower in _followers.Values.Where(follower => follower.IsValueCreated))
        {
            follower.Value.Dispose();
        }
    }

    private ISyncSink Sink(HathorNetwork network) =>
        settings.Sync.WalletService is { } service
            ? new WalletServiceSink(
                new WalletServiceClient(clients.CreateClient(nameof(WalletServiceClient)), service, time),
                service
            )
            : new ProjectionSink(network, projection);

    private ISyncFollower Make(string name)
    {
        var sync = settings.Sync;
        var options = new HathorNodeOptions
        {
            Url = sync.Networks.First(network => network.Name == name).Server,
            RequestsPerSecond = sync.RequestsPerSecond,
        };
        var node = new HathorNodeClient(clients.CreateClient(nameof(HathorNodeClient)), options, time);
        var network = new HathorNetwork(name, options, node);
        return sync.ByQueue
            ? new QueueFollower(network, projection, QueueWindow, time)
            : new BlockWalker(
                network,
                Sink(network),
                new WalkOptions { Parallel = sync.Parallel },
                new Doorbell(options, time, doorbells)
            );
    }
}
