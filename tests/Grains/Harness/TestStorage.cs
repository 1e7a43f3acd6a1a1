using Anchor.Grains.Ports;
using Anchor.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Anchor.Grains.Tests.Harness;

/// <summary>The real storage over a file of its own. Several silos may share it, as several processes share a database server.</summary>
internal sealed class TestStorage(TimeProvider time, StoreFaults faults) : IDisposable
{
    private const string Name = "anchor";
    private readonly string _folder = Directory.CreateTempSubdirectory("anchor-grains-").FullName;
    private ServiceProvider? _services;

    public IPayoutStore Payouts => Services.GetRequiredService<IPayoutStore>();

    public IIngestStore Ingest => Services.GetRequiredService<IIngestStore>();

    public ITransactionIndex Index => Services.GetRequiredService<ITransactionIndex>();

    public ITransactionQueries Transactions => Services.GetRequiredService<ITransactionQueries>();

    private ServiceProvider Services =>
        _services ??= new ServiceCollection()
            .AddSingleton(time)
            .AddLogging()
            .AddAnchorStorage(new StorageOptions { Path = Path.Combine(_folder, "anchor.db") })
            .BuildServiceProvider();

    public void Register(IServiceCollection services, Lifeline lifeline)
    {
        services.AddSingleton<IPayoutStore>(new GuardedPayoutStore(Payouts, faults, lifeline));
        services.AddSingleton<IIngestStore>(new GuardedIngestStore(Ingest, faults, lifeline));
        services.AddSingleton<ITransactionIndex>(new GuardedIndex(Index, lifeline));
        services.AddKeyedSingleton<IGrainStorage>(
            Name,
            new GuardedGrainStorage(Services.GetRequiredKeyedService<IGrainStorage>(Name), faults, lifeline)
        );
    }

    /// <summary>Closes the file; the next use opens it anew, as a new process would.</summary>
    public void Close()
    {
        _services?.Dispose();
        _services = null;
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(_folder, recursive: true);
    }
}
