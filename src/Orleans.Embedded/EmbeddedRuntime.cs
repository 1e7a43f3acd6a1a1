using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Reminders;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>All that runs: the grain classes with their activations, the reminders, the housekeeping.</summary>
internal sealed class EmbeddedRuntime : IClusterClient, IDisposable
{
    private readonly GrainTypes _types;
    private readonly RuntimeStop _stop;
    private bool _isDisposed;

    public EmbeddedRuntime(IServiceProvider services, EmbeddedRuntimeOptions options, Assembly[] grainAssemblies)
    {
        options.Validate();
        Services = services;
        Scopes = services.GetRequiredService<IServiceScopeFactory>();
        Options = options;
        Time = services.GetRequiredService<TimeProvider>();
        Logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Orleans.Embedded");
        Place = new TurnPlace(options.Scheduler);
        Watch = new CallWatch(this);
        Collector = new IdleCollector(this);
        _types = new GrainTypes(this, grainAssemblies);
        Metrics = new RuntimeMetrics(this);
        Reminders = new ReminderService(this, services.GetService<IReminderTable>());
        _stop = new RuntimeStop(this);
    }

    public IServiceProvider Services { get; }

    /// <summary>Asked for once: what a container is asked for again and again it compiles, on the thread pool.</summary>
    public IServiceScopeFactory Scopes { get; }
    public EmbeddedRuntimeOptions Options { get; }
    public TimeProvider Time { get; }
    public ILogger Logger { get; }
    public TurnPlace Place { get; }
    public CallWatch Watch { get; }
    public IdleCollector Collector { get; }
    public RuntimeMetrics Metrics { get; }
    public ReminderService Reminders { get; }
    public IGrainFactory GrainFactory => this;
    public bool IsStopping => _stop.IsStopping;

    /// <summary>In the order of their grain types' names.</summary>
    public IReadOnlyList<ActivationDirectory> Directories => _types.Directories;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return _types.Find(typeof(TGrainInterface), grainClassNamePrefix).CreateReference<TGrainInterface>(primaryKey);
    }

    public ActivationDirectory? FindDirectory(GrainType type) => _types.Find(type);

    /// <summary>Why a call cannot be sent now; null if it can.</summary>
    public OrleansException? Refuses() => _stop.Refuses();

    public Task StartAsync()
    {
        Logger.Started(Directories.Count);
        Reminders.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _stop.StopAsync(cancellationToken);

    /// <summary>The container calls this once for each of the services that the runtime is.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        Reminders.Dispose();
        Watch.Dispose();
        Collector.Dispose();
        Metrics.Dispose();
    }
}
