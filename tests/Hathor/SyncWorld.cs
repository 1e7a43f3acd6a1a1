using Anchor.Hathor.Node;
using Anchor.Ledgers.Hathor;
using Anchor.Sandbox.Hathor;
using Anchor.Storage;
using Anchor.Storage.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Hathor.Tests;

/// <summary>A stand-in node that listens, an empty projection on SQLite, and a walker between them.</summary>
internal sealed class SyncWorld : IAsyncDisposable
{
    private readonly RecordedNodeHost _host;
    private readonly HttpClient _http;

    private SyncWorld(RecordedNodeHost host)
    {
        _host = host;
        _http = new HttpClient(new Ear(url => Asks(url)));
        var options = new HathorNodeOptions { Url = host.Url, FirstRetry = TimeSpan.FromMilliseconds(5) };
        Client = new HathorNodeClient(_http, options, TimeProvider.System);
        Network = new HathorNetwork(host.Node.Network, options, Client);
        Projection = new SyncProjection(Store.Database);
        Walker = WalkerOn(Store.Database);
    }

    public Uri Url => _host.Url;

    public RecordedNode Node => _host.Node;

    /// <summary>Hears of every request before the node does.</summary>
    public Action<Uri> Asks { get; set; } = static _ => { };

    public SyncDatabase Store { get; } = new("SQLite");

    public HathorNodeClient Client { get; }

    public HathorNetwork Network { get; }

    public SyncProjection Projection { get; }

    public BlockWalker Walker { get; }

    public static async Task<SyncWorld> StartAsync(HathorRecording recording, string network = "unittests") =>
        new(await RecordedNodeHost.StartAsync(new RecordedNode(recording) { Network = network }));

    public BlockWalker WalkerOn(IDatabase database, int parallel = 16) =>
        new(
            Network,
            new ProjectionSink(Network, new SyncProjection(database)),
            new WalkOptions { Parallel = parallel },
            new Doorbell(Network.Options, TimeProvider.System, NullLogger<Doorbell>.Instance)
        );

    public async ValueTask DisposeAsync()
    {
        Walker.Dispose();
        _http.Dispose();
        await _host.DisposeAsync();
        Store.Dispose();
    }

    private sealed class Ear(Action<Uri> hears) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            hears(request.RequestUri!);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
