using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Domain;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;
using Anchor.Storage.States;
using Orleans.Storage;

namespace Anchor.Storage.Workers;

/// <summary>The orders of all workers' accounts, one row for each, and one for each account.</summary>
public sealed class WorkerStore(IDatabase database) : IWorkerStore
{
    internal const string Open = """
        SELECT version, schema_version, json FROM worker_transactions
        WHERE is_open = 1 AND account = $1 ORDER BY ordered_at, order_id
        """;

    internal const string ByNonce = """
        SELECT version, schema_version, json FROM worker_transactions
        WHERE account = $1 AND nonce = $2 ORDER BY order_id LIMIT 1
        """;

    internal const string Accounts =
        "SELECT DISTINCT account FROM worker_transactions WHERE is_open = 1 ORDER BY account";

    private static readonly RowMap<WorkerTransaction> Transactions = new(
        "worker-transaction",
        "worker_transactions",
        "order_id",
        StoredJson.SchemaVersion,
        StoredJson.Default.WorkerTransaction,
        new("account", state => state.Order.Account, IsFixed: true),
        new("status", state => SnakeCaseEnumConverter<WorkerStatus>.NameOf(state.Status)),
        new("ordered_at", state => state.OrderedAt.ToUnixTimeMilliseconds(), IsFixed: true),
        new("nonce", state => state.End is null && state.IsDone ? null : state.Nonce),
        new("hash", state => state.End?.Hash),
        new("is_open", state => state.IsDone ? 0 : 1)
    );

    private static readonly RowMap<WorkerAccount> AccountRows = new(
        "worker-account",
        "worker_accounts",
        "account",
        StoredJson.SchemaVersion,
        StoredJson.Default.WorkerAccount
    );

    public async Task<StoredWorkerAccount> ReadAsync(string account, CancellationToken cancellationToken) =>
        await database.FirstAsync(AccountRows.Select, row => Read(account, row), account)
        ?? new StoredWorkerAccount(account, new WorkerAccount(), 0);

    public async Task<StoredWorkerTransaction?> FindAsync(string orderId, CancellationToken cancellationToken) =>
        await database.FirstAsync(Transactions.Select, Read, orderId);

    public async Task<StoredWorkerTransaction?> FindByNonceAsync(
        string account,
        long nonce,
        CancellationToken cancellationToken
    ) => await database.FirstAsync(ByNonce, Read, account, nonce);

    public async Task<ImmutableArray<StoredWorkerTransaction>> OpenAsync(
        string account,
        CancellationToken cancellationToken
    ) => await database.ListAsync(Open, Read, account);

    public async Task<ImmutableArray<string>> AccountsAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(Accounts, row => row.GetString(0));

    public async Task SaveAsync(
        StoredWorkerAccount? account,
        StoredWorkerTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var id = transaction.Transaction.Order.OrderId;
        var row = Write(Transactions, id, transaction.Transaction, transaction.Version);
        var result = await database.WriteAsync(
            account is null ? [row] : [Write(AccountRows, account.Key, account.Account, account.Version), row],
            cancellationToken
        );
        if (!result.IsDurable)
        {
            throw new InconsistentStateException(
                $"{result.Refused} is not the row that was read: another activation has written it."
            );
        }
    }

    private static RowOperation Write<T>(RowMap<T> map, string key, T state, long version) =>
        version == 0 ? map.Insert([key], state) : map.Update([key], state, version);

    private static StoredWorkerAccount Read(string key, DbDataReader row)
    {
        var (account, version) = AccountRows.Read(row);
        return new(key, account, version);
    }

    private static StoredWorkerTransaction Read(DbDataReader row)
    {
        var (transaction, version) = Transactions.Read(row);
        return new(transaction, version);
    }
}
