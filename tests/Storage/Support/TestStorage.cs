using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Anchor.Sqlite;
using Anchor.Storage.Migrations;
using Anchor.Storage.Postgres;
using Anchor.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Storage.Tests.Support;

/// <summary>A database of its own that goes away with the test.</summary>
public abstract class TestStorage : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string _folder = Directory.CreateTempSubdirectory("anchor-storage-").FullName;
    private IDatabase? _database;

    /// <summary>What a child process opens.</summary>
    public abstract string Address { get; }

    /// <summary>The database file, or where it would be: other files lie beside it.</summary>
    public string Path => System.IO.Path.Combine(_folder, "anchor.db");

    public IDatabase Database => _database ??= Open(Counters.Schema);

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    /// <summary>The options that lead to this database.</summary>
    public StorageOptions Options(string? secretKey = null) => OptionsOf(Address, Path, secretKey);

    /// <summary>Units that wait for the commit before theirs.</summary>
    public int Waiting => Database is SqliteDatabase sqlite ? sqlite.Waiting : ((PostgresDatabase)Database).Waiting;

    /// <summary>The tables of this name, for tests of what a schema left behind.</summary>
    public abstract string TablesNamed(string name);

    /// <summary>Keeps the writer from its next commit until disposed, so that what arrives meanwhile shares one batch.</summary>
    public abstract IDisposable HoldWriter();

    internal IDatabase Open(ImmutableArray<Migration> migrations) => Open(Options(), migrations, Meters);

    internal static IDatabase Open(string address, ImmutableArray<Migration> migrations, IMeterFactory meters) =>
        Open(OptionsOf(address, address, secretKey: null), migrations, meters);

    internal static IDatabase Open(StorageOptions options, ImmutableArray<Migration> migrations, IMeterFactory meters)
    {
        var metrics = new StorageMetrics(meters);
        return options.Postgres is null
            ? SqliteDatabase.Open(
                options,
                migrations,
                metrics,
                TimeProvider.System,
                NullLogger<SqliteDatabase>.Instance
            )
            : PostgresDatabase.Open(
                options,
                migrations,
                metrics,
                TimeProvider.System,
                NullLogger<PostgresDatabase>.Instance
            );
    }

    public IDatabase Reopen()
    {
        Close();
        return Database;
    }

    public void Close()
    {
        _database?.Dispose();
        _database = null;
    }

    public ValueTask<ImmutableArray<(string Id, long Version, int Count, string Json)>> CountersAsync() =>
        Database.ListAsync(
            Counters.SelectAll,
            row => (row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3))
        );

    public void Dispose()
    {
        Close();
        _services.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static StorageOptions OptionsOf(string address, string path, string? secretKey)
    {
        var options = new StorageOptions { Path = path, SecretKey = secretKey };
        if (PostgresAddress.IsMeantBy(address))
        {
            options.Postgres = PostgresAddress.Parse(address);
        }

        return options;
    }
}
