using System.Collections.Immutable;
using Anchor.Grains;
using Anchor.Grains.Ingest;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Anchor.Simulation.Engine;
using Anchor.Simulation.Planted;
using Anchor.Simulation.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Embedded;
using Orleans.Embedded.Reminders;
using Orleans.Storage;

namespace Anchor.Simulation.World;

/// <summary>One process of the anchor: the real grains on the real embedded runtime, and doubles for everything that is not the process.</summary>
internal sealed class Process
{
    /// <summary>The runtime's grace period, and a little.</summary>
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(25);

    private readonly SimWorld _world;
    private readonly Turns _turns;
    private readonly ProcessClock _clock;
    private readonly ServiceProvider _services;
    private readonly ImmutableArray<IHostedService> _hosted;
    private bool _isStopping;

    public Process(SimWorld world, int number)
    {
        _world = world;
        Number = number;
        _turns = new Turns(world.Ready, world.Home);
        _clock = new ProcessClock(world.Timeline, world.Home);
        _services = Build();
        _hosted = [.. _services.GetServices<IHostedService>()];
        Grains = _services.GetRequiredService<IGrainFactory>();
        Followed = _services.GetRequiredService<FollowedAccounts>();
    }

    public int Number { get; }
    public bool IsAlive { get; private set; } = true;
    public IGrainFactory Grains { get; }
    public FollowedAccounts Followed { get; }

    public void Start()
    {
        _world.Trace.Tell($"process {Number} starts");
        foreach (var service in _hosted)
        {
            if (!service.StartAsync(CancellationToken.None).IsCompletedSuccessfully)
            {
                throw new InvalidOperationException($"{service} did not start at once.");
            }
        }

        _services.GetRequiredService<Lifetime>().Started();
    }

    /// <summary>Starts work among the turns of this process, as a request from outside does.</summary>
    public void Run(Func<Task> work) => _turns.Start(work);

    /// <summary>Ends as a power cut ends it: nothing of it runs any more, and what it had under way is not answered.</summary>
    public void Die()
    {
        if (IsAlive)
        {
            _world.Trace.Tell($"process {Number} dies");
            IsAlive = false;
            _turns.Kill();
            _clock.Kill();
            // Only what is outside of the simulation is freed by this: instruments and the like.
            _services.Dispose();
            _world.OnDeath(this);
        }
    }

    /// <summary>What befalls a process that goes on for now.</summary>
    public void Meet(Fault fault)
    {
        if (fault == Fault.Replaced)
        {
            _world.OnBelievedDead(this);
        }
        else if (fault == Fault.Stops && !_isStopping)
        {
            Stop();
        }
    }

    /// <summary>As at SIGTERM: what runs may come to its next durable point, within the grace period.</summary>
    private void Stop()
    {
        _world.Trace.Tell($"process {Number} is asked to stop");
        _isStopping = true;
        _services.GetRequiredService<Lifetime>().Stopping();
        _turns.Start(async () =>
        {
            foreach (var service in _hosted.Reverse())
            {
                await service.StopAsync(CancellationToken.None);
            }

            Die();
        });
        _world.Timeline.After(
            LongestStop,
            () =>
                _world.Rules.Require(
                    !IsAlive,
                    "a stop ends in time",
                    $"process {Number} still runs after {LongestStop}"
                )
        );
    }

    private ServiceProvider Build()
    {
        var link = new Link(_world, this);
        var writer = new Writer(_world, this);
        var random = new Engine.Stream(_world.Dice.Roll($"process {Number}"));
        var services = new ServiceCollection();
        // By factory, also what is there already: the container compiles the access to instances on the thread pool.
        services.AddSingleton<TimeProvider>(_ => _clock);
        services.AddSingleton<IRandom>(_ => random);
        services.AddSingleton(_ => new Lifetime());
        services.AddSingleton<IHostApplicationLifetime>(provider => provider.GetRequiredService<Lifetime>());
        services.AddSingleton<ILoggerFactory>(_ => new HistoryLog(_world.Trace));
        services.AddSingleton<IAssetCatalogue>(_ => SimAssets.Instance);
        services.AddSingleton<IBackground>(provider => new SimBackground(
            _turns,
            _world.Trace,
            provider.GetRequiredService<Lifetime>().ApplicationStopping
        ));
        services.AddSingleton(_ => Plants.Ledger(_world, new LedgerPort(_world, link, _clock)));
        services.AddSingleton<IRails>(_ =>
            _world.Profile.AsksInBatches ? new BatchBankPort(_world, link) : new BankPort(_world, link)
        );
        services.AddSingleton<IReaders>(provider => new Readers(
            _world,
            Number,
            _turns,
            _clock,
            provider.GetRequiredService<IGrainFactory>()
        ));
        services.AddSingleton(_ => Plants.Ingest(_world, new SimIngestStore(_world, link, writer)));
        services.AddSingleton<IPayoutStore>(_ => new SimPayoutStore(_world, link, writer));
        services.AddSingleton<ITransactionIndex>(_ => new SimIndex(_world, link));
        services.AddSingleton<IReminderTable>(_ => new SimReminders(_world, link, writer));
        services.AddKeyedSingleton<IGrainStorage>(
            SimGrainStorage.Name,
            (_, _) => new SimGrainStorage(_world, link, writer)
        );
        services.AddSingleton<FollowedAccounts>();
        services.AddAnchorGrains();
        services.Configure<AnchorGrainOptions>(Configure);
        services.AddEmbeddedOrleans(
            options =>
            {
                options.Scheduler = _turns;
                options.Random = new Random((int)random.Next());
            },
            typeof(ITransactionGrain).Assembly
        );
        return services.BuildServiceProvider();
    }

    private void Configure(AnchorGrainOptions options)
    {
        var profile = _world.Profile;
        options.Channels = profile.Channels;
        options.DepositPollInterval = profile.PollInterval;
        options.OutgoingPollInterval = profile.PollInterval;
        options.ExecuteOnMatch = profile.OnMatch;
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => _started.Token;
        public CancellationToken ApplicationStopping => _stopping.Token;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Started() => _started.Cancel();

        public void Stopping() => _stopping.Cancel();

        public void Dispose()
        {
            _started.Dispose();
            _stopping.Dispose();
        }

        public void StopApplication() => throw new InvalidOperationException("No grain stops the program.");
    }
}

/// <summary>Work off the grains' turns, among the turns of its process.</summary>
internal sealed class SimBackground(Turns turns, Trace trace, CancellationToken stopping) : IBackground
{
    public void Run(string name, Func<CancellationToken, Task> work) =>
        turns.Start(async () =>
        {
            try
            {
                await work(stopping);
            }
            catch (Exception e)
            {
                trace.Tell($"{name} failed: {e.Message}");
            }
        });
}
