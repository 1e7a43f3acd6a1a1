using System.Text.Json;
using Anchor.Grains;
using Anchor.Grains.Ports;
using Anchor.Storage.Assets;
using Anchor.Storage.Chains;
using Anchor.Storage.Mosaic;
using Anchor.Storage.Networks;
using Anchor.Storage.Payments;
using Anchor.Storage.Payouts;
using Anchor.Storage.Postgres;
using Anchor.Storage.Reminders;
using Anchor.Storage.Settings;
using Anchor.Storage.Sqlite;
using Anchor.Storage.States;
using Anchor.Storage.Sync;
using Anchor.Storage.Transactions;
using Anchor.Storage.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Anchor.Storage;

/// <summary>Registers the storage: the database, the grain storage <c>anchor</c>, reminders and queries.</summary>
public static class AnchorStorageServices
{
    public static IHostApplicationBuilder AddAnchorStorage(this IHostApplicationBuilder builder, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAnchorStorage(options);
        builder.Services.AddHostedService<DatabaseWatch>();
        return builder;
    }

    public static IServiceCollection AddAnchorStorage(this IServiceCollection services, StorageOptions options)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton(provider => Open(options, provider));
        services.TryAddSingleton<IRandom, SystemRandom>();
        services.TryAddSingleton<FreshKeys>();
        services.AddSingleton(provider =>
            SecretKey.Open(options, provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<IRandom>())
        );
        services.AddSingleton<ReminderRows>();
        services.AddSingleton<PaymentQueries>();
        services.AddSingleton<ITransactionQueries, TransactionQueries>();
        services.AddSingleton<ITransactionIndex, TransactionIndex>();
        services.AddSingleton<IIngestStore, IngestStore>();
        services.AddSingleton<IPayoutStore, PayoutStore>();
        services.AddSingleton<IScanStore, ScanStore>();
        services.AddSingleton<IWorkerStore, WorkerStore>();
        services.AddSingleton<ISingleUse, SingleUseStore>();
        services.AddSingleton<ISettings, SettingsStore>();
        services.AddSingleton<IAssetStore, AssetStore>();
        services.AddSingleton<IRequestIndex, RequestIndex>();
        services.AddSingleton<IAddressBook, AddressBook>();
        services.AddSingleton<ISecretSealer, SecretSealer>();
        services.AddSingleton<ProcessLeases>();
        services.AddSingleton<RowMap>(TransactionRows.Map);
        services.AddSingleton<RowMap>(PaymentRows.Map);
        services.AddSingleton<RowMap>(NetworkRows.Map);
        services.AddSingleton<RowMap>(RequestRows.Map);
        services.AddSingleton<RowMap>(BlockSyncRows.Map);
        services.AddKeyedSingleton<IGrainStorage>(
            SqlGrainStorage.Name,
            static (provider, _) =>
                new SqlGrainStorage(
                    provider.GetRequiredService<IDatabase>(),
                    provider.GetServices<RowMap>(),
                    JsonSerializerOptions.Web,
                    provider.GetRequiredService<FreshKeys>()
                )
        );
        return services;
    }

    private static IDatabase Open(StorageOptions options, IServiceProvider provider)
    {
        var metrics = provider.GetRequiredService<StorageMetrics>();
        var time = provider.GetRequiredService<TimeProvider>();
        return options.Postgres is null
            ? SqliteDatabase.Open(options, metrics, time, provider.GetRequiredService<ILogger<SqliteDatabase>>())
            : PostgresDatabase.Open(options, metrics, time, provider.GetRequiredService<ILogger<PostgresDatabase>>());
    }
}
