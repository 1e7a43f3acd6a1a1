using System.Text.Json;
using Anchor.Storage.Reminders;
using Anchor.Storage.Sqlite;
using Anchor.Storage.States;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Anchor.Storage;

/// <summary>Registers the storage: the database, the grain storage <c>anchor</c>, reminders and queries.</summary>
public static class AnchorStorageServices
{
    public static IHostApplicationBuilder AddAnchorStorage(this IHostApplicationBuilder builder, SqliteOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddAnchorStorage(options);
        return builder;
    }

    public static IServiceCollection AddAnchorStorage(this IServiceCollection services, SqliteOptions options)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton(provider =>
            SqliteDatabase.Open(
                options,
                provider.GetRequiredService<StorageMetrics>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<SqliteDatabase>>()
            )
        );
        services.AddSingleton<ReminderRows>();
        services.AddKeyedSingleton<IGrainStorage>(
            SqlGrainStorage.Name,
            static (provider, _) =>
                new SqlGrainStorage(
                    provider.GetRequiredService<SqliteDatabase>(),
                    provider.GetServices<RowMap>(),
                    JsonSerializerOptions.Web
                )
        );
        return services;
    }
}
