using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Anchor.Sqlite;
using Anchor.Storage.Migrations;
using Anchor.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Storage.Tests.Support;

/// <summary>A database file in a folder of its own that goes away with the test.</summary>
internal sealed class TestStorage : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string _folder = Directory.CreateTempSubdirectory("anchor-storage-").FullName;
    private SqliteDatabase? _database;

    public string Path => System.IO.Path.Combine(_folder, "anchor.db");

    public SqliteDatabase Database => _database ??= Open(Counters.Schema);

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public SqliteDatabase Open(ImmutableArray<Migration> migrations) => Open(Path, migrations, Meters);

    public static SqliteDatabase Open(string path, ImmutableArray<Migration> migrations, IMeterFactory meters) =>
        SqliteDatabase.Open(
            new StorageOptions { Path = path },
            migrations,
            new StorageMetrics(meters),
            TimeProvider.System,
            NullLogger<SqliteDatabase>.Instance
        );

    public SqliteDatabase Reopen()
    {
        Close();
        return Database;
    }

    public void Close()
    {
        _database?.Dispose();
        _database = null;
    }

    /// <summary>A connection of a stranger, who knows nothing of our lock.</summary>
    public SqliteConnection Stranger() => SqliteLibrary.Open(new() { DataSource = Path });

    /// <summary>Keeps the writer from its next commit until disposed, so that what arrives meanwhile shares one batch.</summary>
    public IDisposable HoldWriter()
    {
        _ = Database;
        var stranger = Stranger();
        using var command = stranger.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return stranger;
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
    }
}
