using Anchor.Sqlite;
using Microsoft.Data.Sqlite;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>The database of a facilitator that does not run, or that is only looked at.</summary>
internal static class FacilitatorTable
{
    /// <summary>Changes rows; gives their number.</summary>
    public static int Change(string folder, string sql, params string[] values)
    {
        using var connection = Open(folder, SqliteOpenMode.ReadWrite);
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row, as a text; null also as long as the database is not made.</summary>
    public static string? Value(string folder, string sql, params string[] values)
    {
        try
        {
            using var connection = Open(folder, SqliteOpenMode.ReadOnly);
            using var command = Command(connection, sql, values);
            return command.ExecuteScalar()?.ToString();
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    private static SqliteConnection Open(string folder, SqliteOpenMode mode) =>
        SqliteLibrary.Open(new() { DataSource = Path.Combine(folder, "facilitator.db"), Mode = mode });

    private static SqliteCommand Command(SqliteConnection connection, string sql, string[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        return command;
    }
}
