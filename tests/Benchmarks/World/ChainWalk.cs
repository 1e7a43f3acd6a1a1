using Anchor.Grains.Sync;
using Anchor.Hathor.Node;
using Anchor.Ledgers.Hathor;
using Anchor.Storage;
using Anchor.Storage.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Benchmarks.World;

/// <summary>A walker from the chain to a store.</summary>
internal sealed class ChainWalk : IDisposable
{
    public const string Network = "unittests";
    private readonly HttpClient _http = new();
    private readonly BlockWalker _walker;

    public ChainWalk(GrownChain chain, ServiceProvider services, int parallel)
    {
        var options = new HathorNodeOptions { Url = chain.Url };
        var network = new HathorNetwork(Network, options, new HathorNodeClient(_http, options, TimeProvider.System));
        _walker = new BlockWalker(
            network,
            new ProjectionSink(network, new SyncProjection(services.GetRequiredService<IDatabase>())),
            new WalkOptions { Parallel = parallel },
            new Doorbell(options, TimeProvider.System, NullLogger<Doorbell>.Instance)
        );
    }

    public async Task CatchUpAsync(Action<SyncStep> stepped, CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = await _walker.StepAsync(cancellationToken);
            stepped(step);
            if (step.Kind is not SyncStepKind.Progressed)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _walker.Dispose();
        _http.Dispose();
    }

    /// <summary>The storage that is walked into.</summary>
    public static ServiceProvider Open(BenchStore store) =>
        new ServiceCollection().AddLogging().AddAnchorStorage(store.Options).BuildServiceProvider();
}
