using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Sandbox;

/// <summary>Registers a sandbox network.</summary>
public static class SandboxServices
{
    /// <summary>Adds the network and, unless it is closed by hand, the clockwork that closes its ledgers.</summary>
    public static IServiceCollection AddSandbox(this IServiceCollection services, SandboxOptions options)
    {
        services.AddSingleton(_ => new SandboxNetwork(options));
        if (options.CloseInterval is not null)
        {
            services.AddHostedService<LedgerClock>();
        }

        return services;
    }
}
