using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchor.Sqlite;
using Anchor.Storage;
using Anchor.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Anchor.Silo.Drill;

/// <summary>
/// The database of the drill's server: a file in its folder, or a schema of the drill's own on PostgreSQL, so that nothing else in that
/// database is touched.
/// </summary>
internal sealed class DrillDatabase
{
    private const string Select = "SELECT json, status FROM payments";
    private const string Versions = "SELECT id, version FROM transactions WHERE id = ANY($1)";
    private const string Unfinished = """
        SELECT id, version FROM transactions
        WHERE cardinality($1::text[]) = 0
            AND (kind = 'deposit' AND status = 'pending_user_transfer_start'
                OR status IN ('pending_anchor', 'pending_stellar', 'pending_external'))
        """;
    private readonly string _file;
    private readonly string? _postgres;
    private readonly string _schema;

    private DrillDatabase(string file, string? postgres, string schema, string url) =>
        (_file, _postgres, _schema, Url) = (file, postgres, schema, url);

    /// <summary>What the server is given as its DATABASE_URL.</summary>
    public string Url { get; }

    /// <summary>Where it is, for people.</summary>
    public string Location => _postgres is null ? _file : $"schema {_schema} of {PostgresAddress.Describe(_postgres)}";

    /// <summary>Makes it.</summary>
    /// <param name="address">An address on PostgreSQL; null: a file.</param>
    /// <param name="folder">The server's working directory.</param>
    /// <param name="seed">The drill's seed, for the schema's name.</param>
    /// <exception cref="StorageStartException">It cannot be made.</exception>
    public static DrillDatabase Create(string? address, string folder, int seed)
    {
        var file = Path.Combine(folder, "data", "anchor.db");
        if (address is null)
        {
            return new(file, null, "", "sqlite:///data/anchor.db");
        }

        var connection = PostgresAddress.Parse(address);
        var schema = string.Create(CultureInfo.InvariantCulture, $"anchor_drill_{seed}_{Environment.ProcessId}");
        var database = new DrillDatabase(
            file,
            connection,
            schema,
            $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}options=-csearch_path%3D{schema}"
        );
        database.Execute($"CREATE SCHEMA {schema}");
        return database;
    }

    /// <summary>The anchor's rows of incoming payments: each ledger transaction's hash and status.</summary>
    public ImmutableArray<(string Hash, string Status)> ReadIncoming()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<(string, string)>();
        while (reader.Read())
        {
            var hash = (string?)JsonNode.Parse(reader.GetString(0))?["stellar_transaction_id"];
            rows.Add((hash ?? "", reader.GetString(1)));
        }

        return rows.ToImmutable();
    }

    /// <summary>The transactions that await nobody's hand but the anchor's, the bank's or the ledger's, each with its row's version.</summary>
    public Task<Dictionary<string, long>> ReadOpenAsync(CancellationToken cancellationToken) =>
        ReadVersionsAsync(Unfinished, [], cancellationToken);

    /// <summary>The rows' versions.</summary>
    public Task<Dictionary<string, long>> ReadVersionsAsync(string[] ids, CancellationToken cancellationToken) =>
        ReadVersionsAsync(Versions, ids, cancellationToken);

    /// <summary>Removes what it is on PostgreSQL; the file goes with its folder.</summary>
    public void Drop()
    {
        if (_postgres is not null)
        {
            Execute($"DROP SCHEMA {_schema} CASCADE");
        }
    }

    /// <summary>Empty while the database does not answer.</summary>
    private async Task<Dictionary<string, long>> ReadVersionsAsync(
        string sql,
        string[] ids,
        CancellationToken cancellationToken
    )
    {
        Dictionary<string, long> versions = [];
        try
        {
            await using var connection = new NpgsqlConnection($"{_postgres};Pooling=false;Search Path={_schema}");
            await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // One of two constants.
            await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                versions[reader.GetString(0)] = reader.GetInt64(1);
            }
        }
        catch (NpgsqlException)
        {
            return [];
        }

        return versions;
    }

    private DbConnection Open()
    {
        if (_postgres is null)
        {
            return SqliteLibrary.Open(new() { DataSource = _file, Mode = SqliteOpenMode.ReadOnly });
        }

        var connection = new NpgsqlConnection($"{_postgres};Pooling=false;Search Path={_schema}");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        try
        {
            using var connection = Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The schema's name is made here.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
        catch (NpgsqlException e)
        {
            throw new StorageStartException(
                $"{PostgresAddress.Describe(_postgres!)} cannot be used: {e.Message.Split('\n')[0]}",
                e
            );
        }
    }
}
