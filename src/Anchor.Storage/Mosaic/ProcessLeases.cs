using System.Collections.Immutable;

namespace Anchor.Storage.Mosaic;

/// <summary>What a process does, where, and with whose keys: of these there may be one.</summary>
/// <param name="Kind">As <c>facilitator</c> or <c>listener</c>.</param>
/// <param name="WorkerKey">The workers' addresses.</param>
public sealed record ProcessRole(string Kind, string ChainId, string WorkerKey);

/// <summary>A process that runs, or has run until not long ago.</summary>
public sealed record RunningProcess(
    ProcessRole Role,
    long ProcessId,
    string Host,
    DateTimeOffset StartedAt,
    DateTimeOffset RenewedAt
);

/// <summary>Leases of processes: one of a kind for each chain and set of workers, and a lease that is not renewed falls free.</summary>
public sealed class ProcessLeases(IDatabase database, TimeProvider time)
{
    /// <summary>How long a lease stands without being renewed.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    private const string Table = "processes";
    private const string Take = """
        INSERT INTO processes (kind, chain_id, worker_key, pid, host, lease, started_at, renewed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
        ON CONFLICT (kind, chain_id, worker_key) DO UPDATE SET
            pid = excluded.pid, host = excluded.host, lease = excluded.lease,
            started_at = excluded.started_at, renewed_at = excluded.renewed_at
        WHERE processes.renewed_at < $8
        """;

    private const string Renew =
        "UPDATE processes SET renewed_at = $5 WHERE kind = $1 AND chain_id = $2 AND worker_key = $3 AND lease = $4";

    private const string Release =
        "DELETE FROM processes WHERE kind = $1 AND chain_id = $2 AND worker_key = $3 AND lease = $4";

    private const string Bury =
        "DELETE FROM processes WHERE kind = $1 AND chain_id = $2 AND worker_key = $3 AND pid = $4 AND host = $5 AND started_at = $6";

    private const string List =
        "SELECT kind, chain_id, worker_key, pid, host, started_at, renewed_at FROM processes WHERE renewed_at >= $1 ORDER BY kind, chain_id, worker_key";

    /// <summary>The lease, or the process that has it.</summary>
    public async Task<(string? Lease, RunningProcess? Holder)> TakeAsync(
        ProcessRole role,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(role);
        var lease = database.NextStamp();
        var now = time.GetUtcNow();
        var taken = await database.WriteAsync(
            [
                RowOperation.Required(
                    Table,
                    Key(role),
                    Take,
                    role.Kind,
                    role.ChainId,
                    role.WorkerKey,
                    (long)Environment.ProcessId,
                    Environment.MachineName,
                    lease,
                    now.ToUnixTimeMilliseconds(),
                    (now - Duration).ToUnixTimeMilliseconds()
                ),
            ],
            cancellationToken
        );
        if (taken.IsDurable)
        {
            return (lease, null);
        }

        var running = await ListAsync(cancellationToken);
        return (null, running.FirstOrDefault(process => process.Role == role));
    }

    /// <summary>False if another process has it by now.</summary>
    public async Task<bool> RenewAsync(ProcessRole role, string lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(role);
        var result = await database.WriteAsync(
            [
                RowOperation.Required(
                    Table,
                    Key(role),
                    Renew,
                    role.Kind,
                    role.ChainId,
                    role.WorkerKey,
                    lease,
                    time.GetUtcNow().ToUnixTimeMilliseconds()
                ),
            ],
            cancellationToken
        );
        return result.IsDurable;
    }

    public Task ReleaseAsync(ProcessRole role, string lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(role);
        return database.WriteAsync(
            [RowOperation.Optional(Table, Key(role), Release, role.Kind, role.ChainId, role.WorkerKey, lease)],
            cancellationToken
        );
    }

    /// <summary>Frees the lease of a process that is known to have ended without giving it back.</summary>
    public Task BuryAsync(RunningProcess dead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dead);
        return database.WriteAsync(
            [
                RowOperation.Optional(
                    Table,
                    Key(dead.Role),
                    Bury,
                    dead.Role.Kind,
                    dead.Role.ChainId,
                    dead.Role.WorkerKey,
                    dead.ProcessId,
                    dead.Host,
                    dead.StartedAt.ToUnixTimeMilliseconds()
                ),
            ],
            cancellationToken
        );
    }

    /// <summary>Those whose leases stand.</summary>
    public async Task<ImmutableArray<RunningProcess>> ListAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(
            List,
            row => new RunningProcess(
                new ProcessRole(row.GetString(0), row.GetString(1), row.GetString(2)),
                row.GetInt64(3),
                row.GetString(4),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6))
            ),
            (time.GetUtcNow() - Duration).ToUnixTimeMilliseconds()
        );

    private static string Key(ProcessRole role) => $"{role.Kind}/{role.ChainId}/{role.WorkerKey}";
}
