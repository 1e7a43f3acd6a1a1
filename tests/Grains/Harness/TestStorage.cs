using Anchor.Grains.Ports;
using Anchor.Storage;
using Anchor.Storage.Postgres;
using Anchor.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Anchor.Grains.Tests.Harness;

/// <summary>The real storage over a database of its own. Several silos may share it, as several processes share a database server.</summary>
internal sealed class TestStorage(TimeProvider time, StoreFaults faults) : IDisposable
{
    private const string Name = "anchor";
    private readonly string _folder = Directory.CreateTempSubdirectory("anchor-grains-").FullName;
    private ServiceProvider? _services;

    /// <summary>A schema on PostgreSQL if <c>ANCHOR_TESTS_STORAGE=postgres</c>, as in the long form of the tests.</summary>
    private readonly string? _postgres = Environment.GetEnvironmentVariable("ANCHOR_TESTS_STORAGE") is "postgres"
        ? PostgresAddress.Parse(TemporaryPostgres.Shared.CreateSchema())
        : null;

    public IPayoutStore Payouts => Services.GetRequiredService<IPayoutStore>();

    public IWorkerStore Workers => Services.GetRequiredService<IWorkerStore>();

    public IIngestStore Ingest => Services.GetRequiredService<IIngestStore>();

    public IScanStore Scans => Services.GetRequiredService<IScanStore>();

    public ISecretSealer Sealer => Services.GetRequiredService<ISecretSealer>();

    public IRequestIndex Requests => Services.GetRequiredService<IRequestIndex>();

    public ITransactionIndex Index => Services.GetRequiredService<ITransactionIndex>();

    public ITransactionQueries Transactions => Services.GetRequiredService<ITransactionQueries>();

    private ServiceProvider Services =>
        _services ??= new ServiceCollection()
            .AddSingleton(time)
            .AddLogging()
            .AddAnchorStorage(new StorageOptions { Path = Path.Combine(_folder, "anchor.db"), Postgres = _postgres })
            .BuildServiceProvider();

    public void Register(IServiceCollection services, Lifeline lifeline)
    {
        services.AddSingleton<IPayoutStore>(new GuardedPayoutStore(Payouts, faults, lifeline));
        services.AddSingleton<IWorkerStore>(new GuardedWorkerStore(Workers, faults, lifeline));
        services.AddSingleton<IIngestStore>(new GuardedIngestStore(Ingest, faults, lifeline));
        services.AddSingleton<IScanStore>(new GuardedScanStore(Scans, faults, lifeline));
        services.AddSingleton<IRequestIndex>(new GuardedRequestIndex(Requests, lifeline));
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
