using Anchor.Embedded.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Embedded;
using Orleans.Embedded.Reminders;
using Orleans.Storage;

namespace Anchor.Embedded.Tests;

/// <summary>The runtime with this assembly's grains. Storage and reminders can be handed to another one: that is a restart.</summary>
internal sealed class TestRuntime : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;

    private TestRuntime(
        MemoryStorage storage,
        IReminderTable reminders,
        TimeProvider time,
        Action<EmbeddedRuntimeOptions>? configure
    )
    {
        Storage = storage;
        Reminders = reminders;
        Time = time;
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddSingleton<ILoggerProvider>(Log);
        services.AddKeyedSingleton<IGrainStorage>("memory", storage);
        services.AddSingleton(reminders);
        services.AddSingleton(Journal);
        services.AddScoped<ScopedService>();
        services.AddEmbeddedOrleans(configure ?? (_ => { }), typeof(TestRuntime).Assembly);
        _services = services.BuildServiceProvider();
    }

    public MemoryStorage Storage { get; }
    public IReminderTable Reminders { get; }
    public TimeProvider Time { get; }
    public Journal Journal { get; } = new();
    public RecordingLogger Log { get; } = new();
    public IServiceProvider Services => _services;
    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public static async Task<TestRuntime> StartAsync(
        MemoryStorage? storage = null,
        IReminderTable? reminders = null,
        TimeProvider? time = null,
        Action<EmbeddedRuntimeOptions>? configure = null
    )
    {
        var runtime = new TestRuntime(
            storage ?? new MemoryStorage(),
            reminders ?? new InMemoryReminderTable(),
            time ?? TimeProvider.System,
            configure
        );
        foreach (var service in runtime._services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return runtime;
    }

    /// <summary>Waits until something is so; fails the test when it does not become so.</summary>
    public static async Task UntilAsync(Func<bool> condition, Action? nudge = null)
    {
        using var deadline = new CancellationTokenSource(s_patience);
        while (!condition())
        {
            Assert.False(deadline.IsCancellationRequested, "It did not happen in time.");
            nudge?.Invoke();
            await Task.Yield();
        }
    }

    public async Task StopAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
    }
}
