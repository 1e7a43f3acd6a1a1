using Anchor.Sqlite;
using Microsoft.Data.Sqlite;

namespace Anchor.Sandbox.Storage;

/// <summary>Opens the sandbox's own files.</summary>
internal static class SqliteFile
{
    public static SqliteConnection Open(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var connection = SqliteLibrary.Open(new() { DataSource = path, DefaultTimeout = 1 });
        // FULL: what a closed ledger or a settled transfer says must survive a power cut.
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        return connection;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
