using Anchor.Grains.Chains;
using Anchor.Grains.Mosaic;
using Anchor.Grains.Ports;
using Anchor.Grains.Sync;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Grains.Tests.Harness;

/// <summary>What every silo is given, on whichever runtime: the grains, and the world through its lifeline.</summary>
internal static class SiloServices
{
    public static void Add(HostApplicationBuilder builder, World world, Lifeline lifeline)
    {
        var services = builder.Services;
        builder.Logging.AddProvider(world.Log).SetMinimumLevel(LogLevel.Warning);
        services.AddSingleton<TimeProvider>(world.Time);
        services.AddSingleton<IAssetCatalogue>(new FakeAssets());
        services.AddSingleton<ILedger>(new GuardedLedger(world.Ledger, lifeline));
        services.AddSingleton<IRails>(new GuardedRails(world.Rails, lifeline));
        services.AddSingleton<IMoneySteps>(new GuardedSteps(world.Steps, lifeline));
        services.AddSingleton<IReaders>(provider =>
        {
            var grains = provider.GetRequiredService<IGrainFactory>();
            return new FakeReaders(world.Network, grains, lifeline);
        });
        var workers = new FakeWorkers([world.Evm, .. world.Mosaic.Workers]);
        services.AddSingleton<IWorkerLedger>(new GuardedWorkerLedger(workers, lifeline));
        services.AddSingleton<IMosaicChains>(new GuardedMosaicChains(world.Mosaic, lifeline));
        services.AddSingleton(world.Sealer ?? world.Storage.Sealer);
        services.AddSingleton<IChainEvents>(new GuardedScan(world.Scan, lifeline));
        services.AddSingleton<IChainReaders>(new GuardedScan(world.Scan, lifeline));
        world.Storage.Register(services, lifeline);
        services.AddAnchorGrains();
        services.AddAnchorWorkers();
        services.AddSingleton<ISyncFollowers>(new GuardedFollowers(world.Hathor, lifeline));
        services.AddSingleton<ISyncAlerts>(world.Hathor);
        services.AddBlockSync(starts: true);
        services.Remove(services.Single(s => s.ImplementationType == typeof(SyncStartup)));
        services.Remove(services.Single(s => s.ImplementationType == typeof(WorkerStartup)));
        services.AddMetrics();
        services.AddMosaicGrains();
        services.Configure<FacilitatorOptions>(options =>
        {
            options.Facilitates = world.Facilitates;
            options.LookInterval = TimeSpan.FromSeconds(5);
            options.LongestLookInterval = TimeSpan.FromSeconds(30);
        });
        // The readers of chains are started by the tests that want them.
        services.TryAddSingleton<ChainFeed>();
        services.AddOptions<ChainScanOptions>();
        services.Configure(world.Configure);
        if (!world.StartsGrains)
        {
            services.Remove(services.Single(s => s.ImplementationType == typeof(AnchorStartup)));
        }
    }
}
