using Anchor.Benchmarks.Load;
using Anchor.Benchmarks.Report;
using Anchor.Benchmarks.Servers;
using Anchor.Benchmarks.World;
using Anchor.Domain.Assets;

namespace Anchor.Benchmarks;

/// <summary>What the measurements share: a folder, and, once somebody needs it, a running anchor with a filled store.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private const string AnchorProgram = "anchor";
    private const int InsertedAtOnce = 1000;

    private BenchWorld? _world;
    private BenchStore? _store;
    private ServerGroup? _server;
    private string[]? _tokens;

    private Bench(BenchmarkOptions options, string folder) => (Options, Folder) = (options, folder);

    /// <summary>Users of the network; the stored transactions are theirs in turn.</summary>
    public const int Users = 1000;

    /// <summary>Users that are signed in.</summary>
    public const int SignedIn = 100;

    public BenchmarkOptions Options { get; }

    public string Folder { get; }

    public static Bench Create(BenchmarkOptions options) =>
        new(
            options,
            Directory.CreateDirectory(Path.Combine(options.Folder, $"anchor-bench-{Environment.ProcessId}")).FullName
        );

    /// <summary>An empty database of the kind that is measured.</summary>
    public Task<BenchStore> StoreAsync(string name, CancellationToken cancellationToken) =>
        BenchStore.CreateAsync(Path.Combine(Folder, name), Options.Database, name, cancellationToken);

    /// <summary>The network, the server and tokens of the first users.</summary>
    public async Task<(BenchWorld World, ServerGroup Server, string[] Tokens)> AnchorAsync(
        CancellationToken cancellationToken
    )
    {
        if (_tokens is null)
        {
            _world = await BenchWorld.StartAsync(Users, TimeSpan.FromSeconds(5), cancellationToken);
            _store = await StoreAsync(AnchorProgram, cancellationToken);
            await FillAsync(_world, _store, cancellationToken);
            _server = await ServerGroup.StartAsync(
                AnchorProgram,
                "serve",
                _world,
                _store,
                Options.Silos,
                cancellationToken
            );
            _tokens = await WalletSession.TokensAsync(_server.Url, _world, SignedIn, cancellationToken);
        }

        return (_world!, _server!, _tokens);
    }

    /// <summary>Runs a load twice, first without counting; gives what the second one showed.</summary>
    public async Task<Figure> LoadAsync(
        string name,
        ServerGroup server,
        Func<int, IEnumerable<string>> requests,
        bool once,
        CancellationToken cancellationToken
    )
    {
        for (var round = 0; ; round++)
        {
            var feed = Path.Combine(Folder, "feed");
            await Feed.WriteAsync(feed, requests(round), cancellationToken);
            var before = server.CpuTime();
            var span = round == 0 ? Options.WarmUp : Options.Span;
            await Console.Error.WriteLineAsync($"  {(round == 0 ? "warming up" : "measuring")}");
            var result = await Wrk.RunAsync(server.Url, feed, once, span, cancellationToken);
            if (round > 0)
            {
                return new Figure(name, result.PerSecond, "/s")
                {
                    Failures = result.Failures,
                    CpuMicroseconds = (server.CpuTime() - before).TotalMicroseconds / result.Requests,
                    P50 = result.P50 / 1000.0,
                    P99 = result.P99 / 1000.0,
                };
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        if (_world is not null)
        {
            await _world.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private async Task FillAsync(BenchWorld world, BenchStore database, CancellationToken cancellationToken)
    {
        await using var store = StoredTransactions.Open(database.Options);
        var asset = new AssetId(world.Asset.Code, world.Asset.Issuer.ToString());
        var now = TimeProvider.System.GetUtcNow();
        foreach (var chunk in Enumerable.Range(0, Options.StoredRows).Chunk(InsertedAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAll(chunk.Select(n => store.InsertAsync(Row(n))));
        }

        Domain.Transactions.AnchorTransaction Row(int n)
        {
            var started = now.AddSeconds(n - Options.StoredRows);
            var account = world.Users[n % Users].Account.ToString();
            var incomplete = StoredTransactions.Incomplete(n, account, asset, world.Distribution.ToString(), started);
            return StoredTransactions.Submitted(incomplete, started);
        }
    }
}
