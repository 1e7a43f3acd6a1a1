using Anchor.Storage;
using Anchor.Storage.Postgres;
using Anchor.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hathor.Tests;

/// <summary>A database of its own, of either kind, that goes away with the test.</summary>
public sealed class SyncDatabase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("anchor-sync-").FullName;
    private ServiceProvider? _services;

    public SyncDatabase(string kind)
    {
        if (kind == "PostgreSQL")
        {
            Assert.SkipWhen(TemporaryPostgres.Missing is not null, TemporaryPostgres.Missing ?? "");
            Postgres = PostgresAddress.Parse(TemporaryPostgres.Shared.CreateSchema());
        }
    }

    /// <summary>How PostgreSQL is reached; null: the database is <see cref="File"/>.</summary>
    public string? Postgres { get; }

    public string File => Path.Combine(_folder, "anchor.db");

    public static TheoryData<string> Kinds => ["SQLite", "PostgreSQL"];

    public IDatabase Database => (_services ??= Open()).GetRequiredService<IDatabase>();

    /// <summary>As after a crash: nothing is left but what was stored.</summary>
    public IDatabase Reopen()
    {
        _services?.Dispose();
        _services = null;
        return Database;
    }

    public void Dispose()
    {
        _services?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ServiceProvider Open() =>
        new ServiceCollection()
            .AddLogging()
            .AddAnchorStorage(new StorageOptions { Path = File, Postgres = Postgres })
            .BuildServiceProvider();
}
