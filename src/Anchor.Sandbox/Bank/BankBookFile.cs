using System.Text.Json;
using Anchor.Sandbox.Storage;
using Microsoft.Data.Sqlite;

namespace Anchor.Sandbox.Bank;

/// <summary>The bank's book in a SQLite file. A transfer is durable before it is answered.</summary>
internal sealed class BankBookFile : IDisposable
{
    private readonly SqliteConnection _connection;

    public BankBookFile(string path)
    {
        _connection = SqliteFile.Open(path);
        _connection.Execute(
            """
            CREATE TABLE IF NOT EXISTS outgoing (key TEXT PRIMARY KEY, transfer TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS incoming (transaction_id TEXT PRIMARY KEY, transfer TEXT NOT NULL) WITHOUT ROWID;
            """
        );
    }

    public List<OutgoingTransfer> LoadOutgoing() =>
        [
            .. Load("SELECT transfer FROM outgoing")
                .Select(json => JsonSerializer.Deserialize(json, BankJson.Default.OutgoingTransfer)!),
        ];

    public List<IncomingTransfer> LoadIncoming() =>
        [
            .. Load("SELECT transfer FROM incoming")
                .Select(json => JsonSerializer.Deserialize(json, BankJson.Default.IncomingTransfer)!),
        ];

    public void Save(OutgoingTransfer transfer) =>
        Save(
            "INSERT INTO outgoing (key, transfer) VALUES ($key, $transfer) "
                + "ON CONFLICT (key) DO UPDATE SET transfer = excluded.transfer",
            transfer.Key,
            JsonSerializer.Serialize(transfer, BankJson.Default.OutgoingTransfer)
        );

    public void Save(IncomingTransfer transfer) =>
        Save(
            "INSERT INTO incoming (transaction_id, transfer) VALUES ($key, $transfer)",
            transfer.TransactionId,
            JsonSerializer.Serialize(transfer, BankJson.Default.IncomingTransfer)
        );

    public void Dispose() => _connection.Dispose();

    private List<string> Load(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private void Save(string sql, string key, string json)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$transfer", json);
        command.ExecuteNonQuery();
    }
}
