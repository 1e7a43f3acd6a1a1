using System.Globalization;
using Npgsql;

namespace Anchor.Storage.Postgres;

/// <summary>
/// The advisory lock on a database that its session holds for as long as it lives: exclusively for a process that wants the database for
/// itself, shared for those of a cluster.
/// </summary>
internal static class PostgresLock
{
    // "ANCH". The second key is the schema, so that two installations may lie in one database.
    private const string Class = "1095648072";
    private const string Schema = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())";

    private const string Exclusive = $"SELECT pg_try_advisory_lock({Class}, {Schema}::int4)";
    private const string Shared = $"SELECT pg_try_advisory_lock_shared({Class}, {Schema}::int4)";

    // The lock under which schemas are changed, by one process at a time.
    public const string Changing = $"SELECT pg_advisory_xact_lock({Class} + 1, {Schema}::int4)";

    private const string Holders = $"""
        SELECT activity.pid, coalesce(activity.application_name, ''), coalesce(host(activity.client_addr), 'this machine'), held.mode
        FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid)
        WHERE held.locktype = 'advisory' AND held.classid = {Class} AND held.objid = {Schema} AND held.objsubid = 2 AND held.granted
            AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        ORDER BY activity.backend_start LIMIT 1
        """;

    private const string End = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = $2
        """;

    /// <summary>Whether the session has the lock now.</summary>
    public static bool TryTake(NpgsqlConnection connection, bool shared)
    {
        using var command = PostgresStatement.Of(connection, shared ? Shared : Exclusive, []);
        return command.ExecuteScalar() is true;
    }

    /// <summary>Who has the lock; null if nobody has.</summary>
    public static LockHolder? Holder(NpgsqlConnection connection)
    {
        using var command = PostgresStatement.Of(connection, Holders, []);
        using var row = command.ExecuteReader();
        return row.Read()
            ? new LockHolder(row.GetString(1), row.GetString(2), IsShared: row.GetString(3) == "ShareLock")
            : null;
    }

    /// <summary>Ends a session that this process has lost sight of; false once it is gone, and with it all that it had begun.</summary>
    public static bool IsEnding(NpgsqlConnection connection, int process, string application)
    {
        using var command = PostgresStatement.Of(connection, End, [process, application]);
        return command.ExecuteScalar() is not null;
    }

    /// <summary>A session that has the lock.</summary>
    internal sealed record LockHolder(string Application, string Address, bool IsShared)
    {
        /// <summary>The holder, if it is a process of this machine.</summary>
        public int? LocalProcess =>
            Application.Split(' ', 4) is ["anchor", var process, "on", var machine]
            && machine == Environment.MachineName
            && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id
                : null;

        public override string ToString() =>
            $"{(Application.Length == 0 ? "another process" : Application)} ({Address}, {(IsShared ? "one of a cluster" : "alone")})";
    }
}
