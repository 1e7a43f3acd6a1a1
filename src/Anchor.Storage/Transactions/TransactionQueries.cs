using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Storage.Transactions;

/// <summary>Reads of transactions for the outside; each is one range of one index.</summary>
public sealed class TransactionQueries(IDatabase database) : ITransactionQueries
{
    internal const string OfUser = $"""
        SELECT {TransactionRows.Columns} FROM transactions
        WHERE account = $1 AND account_memo = $2 AND asset = $3
            AND (started_at, id) < ($4, $5) AND started_at >= $6 AND (CAST($7 AS TEXT) IS NULL OR kind = $7)
        ORDER BY started_at DESC, id DESC LIMIT $8
        """;

    internal const string ByStellarId = $"""
        SELECT {TransactionRows.Columns} FROM transactions
        WHERE stellar_transaction_id = $1 AND account = $2 AND account_memo = $3
        ORDER BY started_at DESC, id DESC
        """;

    internal const string ByExternalId = $"""
        SELECT {TransactionRows.Columns} FROM transactions
        WHERE external_transaction_id = $1 AND account = $2 AND account_memo = $3
        ORDER BY started_at DESC, id DESC
        """;

    private const string StartOf =
        "SELECT started_at FROM transactions WHERE id = $1 AND account = $2 AND account_memo = $3";

    private const string Counts = "SELECT status, count(*) FROM transactions GROUP BY status";

    public ValueTask<AnchorTransaction?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.FirstAsync(TransactionRows.Map.Select, TransactionRows.Read, id);

    public ValueTask<ImmutableArray<AnchorTransaction>> FindByStellarIdAsync(
        TransactionOwner owner,
        string hash,
        CancellationToken cancellationToken
    ) => database.ListAsync(ByStellarId, TransactionRows.Read, hash, owner.Account, owner.AccountMemo ?? "");

    public ValueTask<ImmutableArray<AnchorTransaction>> FindByExternalIdAsync(
        TransactionOwner owner,
        string externalId,
        CancellationToken cancellationToken
    ) => database.ListAsync(ByExternalId, TransactionRows.Read, externalId, owner.Account, owner.AccountMemo ?? "");

    public async ValueTask<ImmutableArray<AnchorTransaction>> ListAsync(
        TransactionFilter filter,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(filter);
        var (account, memo) = (filter.Owner.Account, filter.Owner.AccountMemo ?? "");
        var before = long.MaxValue;
        if (filter.PagingId is { } pagingId)
        {
            var start = await database.FirstAsync(StartOf, row => (long?)row.GetInt64(0), pagingId, account, memo);
            if (start is null)
            {
                return [];
            }

            before = start.Value;
        }

        return await database.ListAsync(
            OfUser,
            TransactionRows.Read,
            account,
            memo,
            filter.Asset.ToString(),
            before,
            filter.PagingId ?? "",
            filter.NoOlderThan?.ToUnixTimeMilliseconds() ?? long.MinValue,
            filter.Kind?.WireName(),
            filter.Limit
        );
    }

    public async ValueTask<IReadOnlyDictionary<TransactionStatus, long>> CountByStatusAsync(
        CancellationToken cancellationToken
    )
    {
        var counts = await database.ListAsync(Counts, row => (Status: row.GetString(0), Count: row.GetInt64(1)));
        return counts.ToDictionary(
            count =>
                SnakeCaseEnumConverter<TransactionStatus>.TryParse(count.Status, out var status)
                    ? status
                    : throw new InvalidOperationException($"A transaction has the unknown status {count.Status}"),
            count => count.Count
        );
    }
}
