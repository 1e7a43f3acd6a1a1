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
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        var storage = StorageOf(settings);
        builder.AddAnchorStorage(storage);
        // The runtime is configured as the anchor's is, but lies in the facilitator's database.
        var installation = AnchorConfiguration.Load(builder.Configuration, builder.Environment.ContentRootPath) with
        {
            Postgres = settings.Database.Postgres,
        };
        builder.AddAnchorRuntime(installation, RuntimePart.Silo);
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
        return builder;
    }

    /// <summary>Where the facilitator keeps what it knows.</summary>
    public static StorageOptions StorageOf(FacilitatorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = new StorageOptions
        {
            Postgres = settings.Database.Postgres,
            IsShared = RuntimeHosting.SharesDatabase,
            SecretKey = Environment.GetEnvironmentVariable("ANCHOR_SECRET_KEY"),
        };
        if (settings.Database.SqlitePath is { } path)
        {
            options.Path = path;
        }

        return options;
    }
}
