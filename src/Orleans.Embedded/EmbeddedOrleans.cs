using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orleans.Embedded;

/// <summary>Puts the embedded runtime among the services.</summary>
public static class EmbeddedOrleans
{
    /// <summary>
    /// Runs the grains of <paramref name="grainAssemblies"/> in this process: adds <see cref="IGrainFactory"/> and
    /// <see cref="IClusterClient"/>, and a hosted service that starts reminders and stops gracefully. State needs a keyed
    /// <see cref="Storage.IGrainStorage"/>, reminders an <see cref="Reminders.IReminderTable"/>.
    /// </summary>
    public static IServiceCollection AddEmbeddedOrleans(
        this IServiceCollection services,
        Action<EmbeddedRuntimeOptions> configure,
        params Assembly[] grainAssemblies
    )
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddLogging();
        services.AddMetrics();
        services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<EmbeddedRuntimeOptions>>().Value;
            return new EmbeddedRuntime(provider, options, grainAssemblies);
        });
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<EmbeddedRuntime>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedRuntime>());
        services.AddHostedService<EmbeddedRuntimeService>();
        return services;
    }

    private sealed class EmbeddedRuntimeService(EmbeddedRuntime runtime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => runtime.StartAsync();

        public Task StopAsync(CancellationToken cancellationToken) => runtime.StopAsync(cancellationToken);
    }
}
