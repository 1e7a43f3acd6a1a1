using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Anchor.Hosting.Runtime.Cluster;

/// <summary>Makes the tables and statements of Orleans' providers before the runtime starts, whichever process is the first.</summary>
internal sealed class ClusterTables(string connectionString) : IHostedLifecycleService
{
    private const string Script = "OrleansTables.sql";

    // "ANCH" + 2; the anchor's own schema has the numbers before it.
    private const string Lock =
        "SELECT pg_advisory_xact_lock(1095648074, (SELECT oid FROM pg_namespace WHERE nspname = current_schema())::int4)";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, Lock, cancellationToken);
        await ExecuteAsync(connection, await ReadScriptAsync(cancellationToken), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> ReadScriptAsync(CancellationToken cancellationToken)
    {
        await using var stream = typeof(ClusterTables).Assembly.GetManifestResourceStream(Script)!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
