using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Anchor.Storage.Inspection;

/// <summary>Looks into a SQLite file.</summary>
internal sealed class SqliteInspection : IInspectionSession
{
    private const string ReaderSettings = "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;";
    private const string SelectTables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1";
    private readonly string _path;
    private readonly SqliteSession _session;

    public SqliteInspection(string path)
    {
        _path = path;
        try
        {
            _session = SqliteSession.Open(path, ReaderSettings, SqliteOpenMode.ReadOnly);
        }
        catch (SqliteException e)
        {
            throw Unreadable(e);
        }
    }

    public string JournalMode =>
        Query("PRAGMA journal_mode", static row => row.Read() && !row.IsDBNull(0) ? row.GetString(0) : "");

    public bool Has(string table) => Query(SelectTables, static row => row.Read() && row.GetInt32(0) > 0, table);

    public T Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        try
        {
            return _session.Query(sql, read, values);
        }
        catch (SqliteException e)
        {
            throw Unreadable(e);
        }
    }

    public ImmutableArray<string> Damage() =>
        Query(
            "PRAGMA quick_check(10)",
            static row =>
            {
                var lines = ImmutableArray.CreateBuilder<string>();
                while (row.Read())
                {
                    lines.Add(row.GetString(0));
                }

                return lines.DrainToImmutable().RemoveAll(static line => line == "ok");
            }
        );

    public void Dispose() => _session.Dispose();

    private StorageStartException Unreadable(SqliteException exception) =>
        new($"{_path} cannot be read: {exception.Message}", exception);
}
