using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Storage.Postgres;
using Npgsql;

namespace Anchor.Storage.Inspection;

/// <summary>Looks into a database on PostgreSQL, without its lock.</summary>
internal sealed class PostgresInspection : IInspectionSession
{
    private const string SelectTables =
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = $1";

    private const string SelectFacts = """
        SELECT current_setting('server_version'), current_setting('fsync'), current_setting('full_page_writes'), current_setting('server_encoding')
        """;

    private readonly NpgsqlConnection _connection;
    private readonly string _location;

    public PostgresInspection(string connectionString)
    {
        _location = PostgresAddress.Describe(connectionString);
        _connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 }.ConnectionString
        );
        try
        {
            _connection.Open();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            _connection.Dispose();
            throw Unreadable(e);
        }
    }

    /// <summary>What the server says of itself, and who has the lock.</summary>
    public PostgresFacts Facts()
    {
        var holder = PostgresLock.Holder(_connection);
        return Query(
            SelectFacts,
            row =>
            {
                row.Read();
                return new PostgresFacts(
                    _location,
                    row.GetString(0),
                    row.GetString(1) == "on",
                    row.GetString(2) == "on",
                    row.GetString(3),
                    holder?.ToString(),
                    holder?.LocalProcess
                );
            }
        );
    }

    public bool Has(string table) => Query(SelectTables, static row => row.Read() && row.GetInt32(0) > 0, table);

    public T Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        try
        {
            using var command = PostgresStatement.Of(_connection, sql, values);
            using var reader = command.ExecuteReader();
            return read(reader);
        }
        catch (NpgsqlException e)
        {
            throw Unreadable(e);
        }
    }

    /// <summary>It says nothing of itself: damage shows when a page is read, and <c>pg_amcheck</c> finds it.</summary>
    public ImmutableArray<string> Damage() => [];

    public void Dispose() => _connection.Dispose();

    private StorageStartException Unreadable(Exception exception) =>
        new($"{_location} cannot be read: {PostgresErrors.Line(exception)}", exception);
}

/// <summary>A server of PostgreSQL, as far as money depends on it.</summary>
/// <param name="WaitsForDisk">Whether <c>fsync</c> is on.</param>
/// <param name="WritesFullPages">Whether a page that a power cut tears can be mended.</param>
/// <param name="Holder">Who has the database, for people; null: nobody.</param>
/// <param name="HolderProcess">Its process, if it is on this machine.</param>
public sealed record PostgresFacts(
    string Location,
    string Version,
    bool WaitsForDisk,
    bool WritesFullPages,
    string Encoding,
    string? Holder,
    int? HolderProcess
);
