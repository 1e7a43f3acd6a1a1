using Anchor.Grains.Ports;
using Anchor.Storage.Reminders;
using Anchor.Storage.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Anchor.Storage.Tests;

public abstract class ServicesTests(TestStorage storage) : IDisposable
{
    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_port_is_registered_and_works_on_one_database()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAnchorStorage(storage.Options());
        await using var provider = services.BuildServiceProvider(
            new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }
        );

        await provider.GetRequiredService<ISettings>().SetAsync("a", "text", default);
        Assert.Equal("text", await provider.GetRequiredService<ISettings>().GetAsync("a", default));
        Assert.Empty(await provider.GetRequiredService<ITransactionQueries>().CountByStatusAsync(default));
        Assert.Empty(await provider.GetRequiredService<ITransactionIndex>().OverdueAsync(Samples.Noon, 1, default));
        Assert.Equal(0, (await provider.GetRequiredService<IIngestStore>().ReadAsync("s", default)).Version);
        Assert.Empty(await provider.GetRequiredService<IPayoutStore>().OpenAsync("a", default));
        Assert.True(await provider.GetRequiredService<ISingleUse>().TryUseAsync("p", "v", Samples.Noon, default));
        Assert.Empty(await provider.GetRequiredService<ReminderRows>().OfGrainAsync("t", "k"));
        Assert.NotNull(provider.GetRequiredKeyedService<IGrainStorage>("anchor"));
    }
}

public sealed class SqliteServicesTests() : ServicesTests(new SqliteStorage());

public sealed class PostgresServicesTests() : ServicesTests(new PostgresStorage());
