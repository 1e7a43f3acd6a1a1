using System.Collections.Immutable;
using System.Text.Json;
using Anchor.Sandbox.Apply;
using Anchor.Sandbox.History;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;
using Microsoft.Data.Sqlite;

namespace Anchor.Sandbox.Storage;

/// <summary>The ledgers in a SQLite file. A closed ledger is one durable commit, so that a start after any crash finds whole ledgers only.</summary>
internal sealed class LedgerFile : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS network (passphrase TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS ledgers (sequence INTEGER PRIMARY KEY, header TEXT NOT NULL);
        -- id: ledger << 32 | order << 12 (SEP-35)
        CREATE TABLE IF NOT EXISTS transactions (
            id INTEGER PRIMARY KEY, envelope BLOB NOT NULL, result TEXT NOT NULL, effects TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS accounts (id TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS claimable_balances (id TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteConnection _connection;

    private LedgerFile(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or makes a file. One that is in use, or that holds another network, is refused.</summary>
    public static LedgerFile Open(string path, string passphrase)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteFile.Open(path);
            // Two networks on one file would each overwrite the other's ledgers.
            connection.Execute("PRAGMA locking_mode = EXCLUSIVE;");
            connection.Execute(Schema);
            var file = new LedgerFile(connection);
            file.Claim(path, passphrase);
            connection = null;
            return file;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
            throw new InvalidOperationException($"{path} is in use by another network.", busy);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>The last ledger's state, or null for a new file.</summary>
    public LedgerState? LoadState()
    {
        var header = Query(
                "SELECT header FROM ledgers ORDER BY sequence DESC LIMIT 1",
                r => JsonSerializer.Deserialize(r.GetString(0), LedgerJson.Default.LedgerHeader)!
            )
            .FirstOrDefault();
        return header is null
            ? null
            : new LedgerState(
                header,
                Query(
                        "SELECT entry FROM accounts",
                        r => JsonSerializer.Deserialize(r.GetString(0), LedgerJson.Default.AccountEntry)!
                    )
                    .ToImmutableDictionary(a => a.Id),
                Query(
                        "SELECT entry FROM claimable_balances",
                        r => JsonSerializer.Deserialize(r.GetString(0), LedgerJson.Default.ClaimableBalanceEntry)!
                    )
                    .ToImmutableDictionary(b => b.Id)
            );
    }

    public void LoadHistory(LedgerHistory history, Network network)
    {
        using var transactions = Query(
                "SELECT id, envelope, result, effects FROM transactions ORDER BY id",
                r => (Id: r.GetInt64(0), Applied: ReadTransaction(r, network))
            )
            .GetEnumerator();
        var more = transactions.MoveNext();
        var headers = Query(
            "SELECT header FROM ledgers ORDER BY sequence",
            r => JsonSerializer.Deserialize(r.GetString(0), LedgerJson.Default.LedgerHeader)!
        );
        foreach (var header in headers)
        {
            var applied = new List<AppliedTransaction>();
            for (; more && transactions.Current.Id >> 32 == header.Sequence; more = transactions.MoveNext())
            {
                applied.Add(transactions.Current.Applied);
            }

            history.Append(header, applied);
        }
    }

    public void Append(ClosedLedger ledger)
    {
        using var transaction = _connection.BeginTransaction();
        var header = ledger.State.Header;
        using (var insert = Command("INSERT INTO ledgers VALUES ($1, $2)", (long)header.Sequence, ""))
        {
            insert.Parameters[1].Value = JsonSerializer.Serialize(header, LedgerJson.Default.LedgerHeader);
            insert.ExecuteNonQuery();
        }

        AppendTransactions(header, ledger.Transactions);
        Save(
            "accounts",
            ledger.Changes.Accounts.Select(a => (a.Key.ToString(), Json(a.Value, LedgerJson.Default.AccountEntry)))
        );
        Save(
            "claimable_balances",
            ledger.Changes.Balances.Select(b =>
                (b.Key.ToString(), Json(b.Value, LedgerJson.Default.ClaimableBalanceEntry))
            )
        );
        transaction.Commit();
    }

    /// <summary>Forgets everything but the passphrase.</summary>
    public void Clear() =>
        _connection.Execute(
            "BEGIN; DELETE FROM ledgers; DELETE FROM transactions; DELETE FROM accounts; "
                + "DELETE FROM claimable_balances; COMMIT;"
        );

    public void Dispose() => _connection.Dispose();

    private void Claim(string path, string passphrase)
    {
        var known = Query("SELECT passphrase FROM network", r => r.GetString(0)).FirstOrDefault();
        if (known is null)
        {
            using var insert = Command("INSERT INTO network VALUES ($1)", passphrase);
            insert.ExecuteNonQuery();
        }
        else if (known != passphrase)
        {
            throw new InvalidOperationException($"{path} holds the ledgers of another network: \"{known}\".");
        }
    }

    private static AppliedTransaction ReadTransaction(SqliteDataReader reader, Network network)
    {
        var bytes = reader.GetFieldValue<byte[]>(1);
        return new AppliedTransaction(
            TransactionFrame.Create(bytes, TransactionEnvelope.Decode(bytes), network),
            TransactionResult.Decode(reader.GetString(2)),
            [.. JsonSerializer.Deserialize(reader.GetString(3), LedgerJson.Default.ListEffect)!]
        );
    }

    private static string? Json<T>(T? entry, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => entry is null ? null : JsonSerializer.Serialize(entry, type);

    private void AppendTransactions(LedgerHeader header, ImmutableArray<AppliedTransaction> transactions)
    {
        using var insert = Command("INSERT INTO transactions VALUES ($1, $2, $3, $4)", 0L, "", "", "");
        var order = 0;
        foreach (var transaction in transactions)
        {
            insert.Parameters[0].Value = header.PagingToken | ((long)++order << 12);
            insert.Parameters[1].Value = transaction.Frame.Bytes;
            insert.Parameters[2].Value = transaction.Result.ToBase64();
            insert.Parameters[3].Value = JsonSerializer.Serialize(
                transaction.Effects,
                LedgerJson.Default.IReadOnlyListEffect
            );
            insert.ExecuteNonQuery();
        }
    }

    private void Save(string table, IEnumerable<(string Id, string? Entry)> entries)
    {
        using var upsert = Command($"INSERT OR REPLACE INTO {table} VALUES ($1, $2)", "", "");
        using var delete = Command($"DELETE FROM {table} WHERE id = $1", "");
        foreach (var (id, entry) in entries)
        {
            var command = entry is null ? delete : upsert;
            command.Parameters[0].Value = id;
            if (entry is not null)
            {
                command.Parameters[1].Value = entry;
            }

            command.ExecuteNonQuery();
        }
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        return command;
    }

    private IEnumerable<T> Query<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }
}
