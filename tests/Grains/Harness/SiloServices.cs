using Anchor.Grains.Ports;
using Anchor.Grains.Sync;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
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
        services.AddSingleton<IWorkerLedger>(new GuardedWorkerLedger(world.Evm, lifeline));
        world.Storage.Register(services, lifeline);
        services.AddAnchorGrains();
        services.AddAnchorWorkers();
        services.AddSingleton<ISyncFollowers>(new GuardedFollowers(world.Hathor, lifeline));
        services.AddSingleton<ISyncAlerts>(world.Hathor);
        services.AddBlockSync(starts: false);
        services.Remove(services.Single(s => s.ImplementationType == typeof(WorkerStartup)));
        services.Configure(world.Configure);
        if (!world.StartsGrains)
        {
            services.Remove(services.Single(s => s.ImplementationType == typeof(AnchorStartup)));
        }
    }
}
