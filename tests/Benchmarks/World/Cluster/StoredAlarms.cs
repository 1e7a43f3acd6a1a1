using Anchor.Domain.Transactions;
using Anchor.Hosting.Runtime.Cluster;
using Npgsql;
using NpgsqlTypes;

namespace Anchor.Benchmarks.World;

/// <summary>Alarms as grains set them on Microsoft Orleans: rows of its reminder table.</summary>
internal sealed class StoredAlarms : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);
    private readonly NpgsqlConnection _connection;

    private StoredAlarms(NpgsqlConnection connection) => _connection = connection;

    public static async Task<StoredAlarms> OpenAsync(StoredTransactions transactions)
    {
        var address =
            transactions.Options.Postgres ?? throw new InvalidOperationException("A cluster needs --database.");
        await new ClusterTables(address).StartingAsync(CancellationToken.None);
        var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        return new StoredAlarms(connection);
    }

    public async Task SetAsync(IReadOnlyList<AnchorTransaction> transactions, DateTimeOffset now)
    {
        await using var rows = await _connection.BeginBinaryImportAsync(
            "COPY OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version) FROM STDIN (FORMAT BINARY)"
        );
        foreach (var transaction in transactions)
        {
            var grain = GrainId.Create("transaction", transaction.Id);
            var due = transaction.NextDue!.Value;
            var period = due - now > ShortestPeriod ? due - now : ShortestPeriod;
            await rows.StartRowAsync();
            await rows.WriteAsync(ClusterDatabase.ServiceId, NpgsqlDbType.Text);
            await rows.WriteAsync(grain.ToString(), NpgsqlDbType.Text);
            await rows.WriteAsync("wake", NpgsqlDbType.Text);
            await rows.WriteAsync(due.UtcDateTime, NpgsqlDbType.TimestampTz);
            await rows.WriteAsync((long)period.TotalMilliseconds, NpgsqlDbType.Bigint);
            await rows.WriteAsync(unchecked((int)grain.GetUniformHashCode()), NpgsqlDbType.Integer);
            await rows.WriteAsync(0, NpgsqlDbType.Integer);
        }

        await rows.CompleteAsync();
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
