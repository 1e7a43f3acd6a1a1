using Anchor.Crypto;
using Anchor.Grains;
using Anchor.Grains.Mosaic;
using Anchor.Grains.Workers;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Runtime;
using Anchor.Ledgers.Mosaic;
using Anchor.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Hosting.Facilitator;

/// <summary>Puts a whole facilitator into a host.</summary>
public static class FacilitatorHosting
{
    /// <summary>What waits for others is looked at down to so many times less often.</summary>
    private const int LongestLooks = 8;

    /// <summary>Adds storage, grains, chains and workers; the facilitator starts and stops with the host.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="settings">What is served.</param>
    /// <param name="keys">The workers' keys, unlocked; they belong to the host from now on.</param>
    /// <param name="facilitates">Whether requests are carried on, or only recorded.</param>
    public static IHostApplicationBuilder AddFacilitator(
        this IHostApplicationBuilder builder,
        FacilitatorSettings settings,
        IReadOnlyList<Secp256k1PrivateKey> keys,
        bool facilitates = true
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        var installation = AnchorConfiguration.Load(builder.Configuration, builder.Environment.ContentRootPath);
        return builder.AddFacilitator(settings, keys, installation, facilitates);
    }

    /// <summary>Adds the facilitators of all databases, each in a host of its own that starts and stops with this one.</summary>
    internal static IServiceCollection AddFacilitators(
        this IServiceCollection services,
        FacilitatorPlan plan,
        AnchorSettings installation
    ) =>
        services
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<Facilitators>(provider, plan, installation))
            .AddHostedService(provider => provider.GetRequiredService<Facilitators>());

    internal static IHostApplicationBuilder AddFacilitator(
        this IHostApplicationBuilder builder,
        FacilitatorSettings settings,
        IReadOnlyList<Secp256k1PrivateKey> keys,
        AnchorSettings installation,
        bool facilitates
    )
    {
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.AddAnchorStorage(StorageOf(settings, installation.SecretKey));
        // The runtime is configured as the anchor's is, but lies in the facilitator's database.
        builder.AddAnchorRuntime(installation with { Postgres = settings.Database.Postgres }, RuntimePart.Facilitator);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddAnchorGrains(startsGrains: false);
        services.AddMosaicGrains();
        services.Configure<FacilitatorOptions>(options =>
        {
            options.Facilitates = facilitates;
            options.ResumeInterval = settings.ResumeInterval;
            options.LookInterval = settings.LookInterval;
            options.LongestLookInterval = settings.LookInterval * LongestLooks;
        });
        services.Configure<WorkerOptions>(options => options.LookInterval = settings.LookInterval);
        services.AddMosaicLedgers(settings.Mosaic, keys);
        services.AddHostedService<FacilitatorStartup>();
        services.AddHostedService<FacilitatorWatch>();
        return builder;
    }

    /// <summary>Where the facilitator keeps what it knows.</summary>
    /// <param name="settings">The facilitator.</param>
    /// <param name="secretKey">What secrets are sealed with; null: <c>ANCHOR_SECRET_KEY</c>, or a file beside the database.</param>
    public static StorageOptions StorageOf(FacilitatorSettings settings, string? secretKey = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return StorageOf(settings.Database, secretKey);
    }

    internal static StorageOptions StorageOf(FacilitatorDatabase database, string? secretKey = null)
    {
        var options = new StorageOptions
        {
            Postgres = database.Postgres,
            IsShared = RuntimeHosting.SharesDatabase,
            SecretKey = secretKey ?? Environment.GetEnvironmentVariable("ANCHOR_SECRET_KEY"),
        };
        if (database.SqlitePath is { } path)
        {
            options.Path = path;
        }

        return options;
    }
}
