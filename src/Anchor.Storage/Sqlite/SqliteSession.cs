using System.Data.Common;
using Anchor.Sqlite;
using Microsoft.Data.Sqlite;

namespace Anchor.Storage.Sqlite;

/// <summary>One connection with its prepared statements; used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    public static SqliteSession Open(string path, string settings, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        var connection = SqliteLibrary.Open(
            new()
            {
                DataSource = path,
                Mode = mode,
                ForeignKeys = true,
            }
        );
        try
        {
            var session = new SqliteSession(connection);
            session.Run(settings);
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Executes a script once, without keeping its statements.</summary>
    public void Run(string script)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Scripts are constants and embedded migrations.
        command.CommandText = script;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Executes one statement and returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    public T Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        return read(reader);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // Row operations and queries carry constant texts; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 1; i <= values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter($"${i}", null));
            }

            _commands.Add(sql, command);
        }

        if (command.Parameters.Count != values.Length)
        {
            throw new InvalidOperationException(
                $"The statement was prepared for {command.Parameters.Count} values, not {values.Length}"
            );
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
