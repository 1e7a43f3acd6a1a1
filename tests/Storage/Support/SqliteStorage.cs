using Anchor.Sqlite;

namespace Anchor.Storage.Tests.Support;

/// <summary>A database file in a folder of its own.</summary>
public sealed class SqliteStorage : TestStorage
{
    public override string Address => Path;

    public override string TablesNamed(string name) => $"SELECT name FROM sqlite_master WHERE name = '{name}'";

    public override IDisposable HoldWriter()
    {
        _ = Database;
        var stranger = SqliteLibrary.Open(new() { DataSource = Path });
        using var command = stranger.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return stranger;
    }
}
