using System.Collections.Immutable;
using Anchor.Domain;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;

namespace Anchor.Storage.Transactions;

/// <summary>Finds transactions for grains: by memo, by status, by what is overdue.</summary>
public sealed class TransactionIndex(IDatabase database) : ITransactionIndex
{
    internal const string ByMemo = """
        SELECT id FROM transactions
        WHERE kind = 'withdrawal' AND distribution_account = $1 AND memo = $2 AND memo_kind = $3
        ORDER BY id
        """;

    internal const string Overdue = "SELECT id FROM transactions WHERE next_due < $1 ORDER BY next_due LIMIT $2";

    /// <summary>One range per status, in one snapshot, so that the limit bounds what is read.</summary>
    private static readonly ImmutableArray<string> ByStatuses =
    [
        .. Enumerable
            .Range(1, Enum.GetValues<TransactionStatus>().Length)
            .Select(count =>
                $"SELECT {TransactionRows.Columns} FROM ("
                + string.Join(" UNION ALL ", Enumerable.Range(4, count).Select(OfStatus))
                + ") AS found ORDER BY id LIMIT $3"
            ),
    ];

    public async Task<ImmutableArray<string>> FindByMemoAsync(
        string account,
        MemoText memo,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(memo);
        var kind = SnakeCaseEnumConverter<MemoKind>.NameOf(memo.Kind);
        return await database.ListAsync(ByMemo, row => row.GetString(0), account, memo.Value, kind);
    }

    public async Task<ImmutableArray<AnchorTransaction>> ListAsync(
        TransactionKind kind,
        ImmutableArray<TransactionStatus> statuses,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        object?[] names = [.. statuses.Distinct().Select(status => status.WireName())];
        return names is []
            ? []
            : await database.ListAsync(
                ByStatusQuery(names.Length),
                TransactionRows.Read,
                [kind.WireName(), after ?? "", limit, .. names]
            );
    }

    public async Task<ImmutableArray<string>> OverdueAsync(
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    ) => await database.ListAsync(Overdue, row => row.GetString(0), before.ToUnixTimeMilliseconds(), limit);

    internal static string ByStatusQuery(int statuses) => ByStatuses[statuses - 1];

    private static string OfStatus(int parameter) =>
        $"""
            SELECT * FROM (
                SELECT id, {TransactionRows.Columns} FROM transactions
                WHERE status = ${parameter} AND kind = $1 AND id > $2 ORDER BY id LIMIT $3
            ) AS one
            """;
}
