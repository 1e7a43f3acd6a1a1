using Anchor.Storage;
using Anchor.Storage.Postgres;
using Npgsql;

namespace Anchor.Benchmarks.World;

/// <summary>An empty database for one measurement: a SQLite file in a folder of its own, or a database of its own on PostgreSQL.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private readonly string? _server;
    private readonly string? _database;

    private BenchStore(string folder, string? server, string? database) =>
        (Folder, _server, _database) = (folder, server, database);

    /// <summary>The working directory of the server.</summary>
    public string Folder { get; }

    /// <summary>Null for the file.</summary>
    public string? DatabaseUrl => _database is null ? null : UrlOf(_database);

    public StorageOptions Options =>
        new()
        {
            Path = Path.Combine(Folder, "data", "anchor.db"),
            Postgres = DatabaseUrl is { } url ? PostgresAddress.Parse(url) : null,
        };

    /// <param name="folder">Made if it is missing.</param>
    /// <param name="server">A database on PostgreSQL whose user may create others; null: a file.</param>
    /// <param name="name">Of letters and digits.</param>
    public static async Task<BenchStore> CreateAsync(
        string folder,
        string? server,
        string name,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(folder);
        if (server is null)
        {
            return new BenchStore(folder, null, null);
        }

        var store = new BenchStore(folder, server, $"bench_{Environment.ProcessId}_{name}");
        await store.ExecuteAsync($"CREATE DATABASE {store._database}", cancellationToken);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync($"DROP DATABASE {_database} WITH (FORCE)", CancellationToken.None);
        }
    }

    private string UrlOf(string database) =>
        new UriBuilder(_server!) { Path = database }
            .Uri
            .AbsoluteUri;

    /// <summary>The server's version, and what a commit of it waits for.</summary>
    public static async Task<string> DescribeAsync(string server, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(server, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT current_setting('synchronous_commit') || ', fsync=' || current_setting('fsync')";
        return $"PostgreSQL {connection.PostgreSqlVersion} on this machine, synchronous_commit={await command.ExecuteScalarAsync(cancellationToken)}";
    }

    private static async Task<NpgsqlConnection> OpenAsync(string server, CancellationToken cancellationToken)
    {
        if (!PostgresAddress.TryParse(server, out var connectionString, out var fault))
        {
            throw new InvalidOperationException($"--database: {fault}");
        }

        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(_server!, cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is made of this process' id and a measurement's name.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
