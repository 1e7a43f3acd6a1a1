using Anchor.Testing.Postgres;
using Npgsql;

namespace Anchor.Storage.Tests.Support;

/// <summary>A schema of its own on the PostgreSQL of these tests.</summary>
public sealed class PostgresStorage : TestStorage
{
    public PostgresStorage()
    {
        Assert.SkipWhen(TemporaryPostgres.Missing is not null, TemporaryPostgres.Missing ?? "");
        Address = TemporaryPostgres.Shared.CreateSchema();
    }

    public override string Address { get; }

    public override string TablesNamed(string name) =>
        $"SELECT tablename FROM pg_tables WHERE tablename = '{name}' AND schemaname = current_schema()";

    public override IDisposable HoldWriter()
    {
        _ = Database;
        var stranger = Stranger();
        Execute(stranger, "BEGIN; LOCK TABLE counters, storage_fence IN EXCLUSIVE MODE");
        return stranger;
    }

    /// <summary>A connection of one who knows nothing of our lock.</summary>
    public NpgsqlConnection Stranger()
    {
        var connection = new NpgsqlConnection(Options().Postgres + ";Pooling=false;Application Name=stranger");
        connection.Open();
        return connection;
    }

    public static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own statements.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
