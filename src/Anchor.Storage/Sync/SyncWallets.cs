using System.Collections.Immutable;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Anchor.Grains.Sync;

namespace Anchor.Storage.Sync;

/// <summary>The wallets in the database. A wallet is a list of addresses; what they hold is the projection's.</summary>
public sealed class SyncWallets(IDatabase database, IAddressBook book, TimeProvider time) : ISyncWallets
{
    private const string Select =
        "SELECT id, xpub, max_gap, derived, created_at FROM sync_wallets WHERE network = $1 AND id = $2";

    private const string Insert = """
        INSERT INTO sync_wallets (network, id, xpub, max_gap, derived, created_at) VALUES ($1, $2, $3, $4, 0, $5)
        ON CONFLICT (network, id) DO NOTHING
        """;

    private const string Extend =
        "UPDATE sync_wallets SET derived = $3 WHERE network = $1 AND id = $2 AND derived = $4";

    private const string InsertAddress = """
        INSERT INTO sync_wallet_addresses (network, address, wallet_id, idx) VALUES ($1, $2, $3, $4)
        ON CONFLICT (network, address, wallet_id) DO NOTHING
        """;

    private const string SelectLastUsed = """
        SELECT coalesce(max(w.idx), -1) FROM sync_wallet_addresses w
        WHERE w.network = $1 AND w.wallet_id = $2
            AND EXISTS (SELECT 1 FROM sync_balances b WHERE b.network = $1 AND b.address = w.address)
        """;

    private const string SelectAddresses = """
        SELECT w.idx, w.address,
            (SELECT count(DISTINCT h.tx_id) FROM sync_history h WHERE h.network = $1 AND h.address = w.address)
        FROM sync_wallet_addresses w WHERE w.network = $1 AND w.wallet_id = $2 AND w.idx > $3 ORDER BY w.idx LIMIT $4
        """;

    private const string SelectBalances = """
        SELECT s.token, t.name, t.symbol, s.unlocked, s.locked, s.mint, s.locked_mint, s.melt, s.locked_melt,
            (SELECT count(DISTINCT h.tx_id) FROM sync_wallet_addresses a
                JOIN sync_history h ON h.network = $1 AND h.address = a.address AND h.token = s.token
                WHERE a.network = $1 AND a.wallet_id = $2)
        FROM (
            SELECT b.token, sum(b.unlocked) AS unlocked, sum(b.locked) AS locked, sum(b.mint) AS mint,
                sum(b.locked_mint) AS locked_mint, sum(b.melt) AS melt, sum(b.locked_melt) AS locked_melt
            FROM sync_wallet_addresses w JOIN sync_balances b ON b.network = $1 AND b.address = w.address
            WHERE w.network = $1 AND w.wallet_id = $2 GROUP BY b.token
        ) s LEFT JOIN sync_tokens t ON t.network = $1 AND t.token = s.token
        ORDER BY s.token
        """;

    private const string SelectHistory = """
        SELECT s.tx_id, s.token, s.amount, s.timestamp, coalesce(v.height, c.height), s.voided FROM (
            SELECT h.tx_id, h.token, sum(h.delta) AS amount, h.timestamp, 0 AS voided
            FROM sync_wallet_addresses w JOIN sync_history h ON h.network = $1 AND h.address = w.address
            WHERE w.network = $1 AND w.wallet_id = $2 GROUP BY h.tx_id, h.token, h.timestamp
            UNION ALL
            SELECT h.tx_id, h.token, sum(h.delta) AS amount, h.timestamp, 1 AS voided
            FROM sync_wallet_addresses w JOIN sync_voided h ON h.network = $1 AND h.address = w.address
            WHERE w.network = $1 AND w.wallet_id = $2
                AND NOT EXISTS (SELECT 1 FROM sync_vertices x WHERE x.network = $1 AND x.id = h.tx_id)
            GROUP BY h.tx_id, h.token, h.timestamp
        ) s LEFT JOIN sync_vertices v ON v.network = $1 AND v.id = s.tx_id
            LEFT JOIN sync_vertices c ON c.network = $1 AND c.id = v.first_block
        WHERE (s.timestamp, s.tx_id, s.token) < ($3, $4, $5)
        ORDER BY s.timestamp DESC, s.tx_id DESC, s.token DESC LIMIT $6
        """;

    private const string SelectOutputs = """
        SELECT o.tx_id, o.idx, o.address, o.token, o.value, o.authorities, o.timelock, o.heightlock, o.locked
        FROM sync_wallet_addresses w JOIN sync_outputs o ON o.network = $1 AND o.address = w.address
        WHERE w.network = $1 AND w.wallet_id = $2 AND o.spent_by IS NULL AND (o.tx_id, o.idx) > ($4, $5)
            AND ($3 = '' OR o.token = $3)
        ORDER BY o.tx_id, o.idx LIMIT $6
        """;

    private const string SelectChanges = """
        SELECT s.sequence, s.tx_id, s.height, s.voided FROM (
            SELECT DISTINCT v.sequence, v.id AS tx_id, coalesce(v.height, c.height) AS height, 0 AS voided
            FROM sync_vertices v JOIN sync_history h ON h.network = $1 AND h.tx_id = v.id
                JOIN sync_wallet_addresses w ON w.network = $1 AND w.address = h.address AND w.wallet_id = $2
                LEFT JOIN sync_vertices c ON c.network = $1 AND c.id = v.first_block
            WHERE v.network = $1 AND v.sequence > $3
            UNION
            SELECT h.sequence, h.tx_id, NULL AS height, 1 AS voided
            FROM sync_voided h JOIN sync_wallet_addresses w ON w.network = $1 AND w.address = h.address AND w.wallet_id = $2
            WHERE h.network = $1 AND h.sequence > $3
                AND NOT EXISTS (SELECT 1 FROM sync_vertices x WHERE x.network = $1 AND x.id = h.tx_id)
        ) s ORDER BY s.sequence, s.tx_id LIMIT $4
        """;

    private const string SelectTokens =
        "SELECT token, name, symbol, transactions FROM sync_tokens WHERE network = $1 AND token > $2 ORDER BY token LIMIT $3";

    public async Task<SyncWallet> RegisterAsync(
        string network,
        string xpub,
        int maxGap,
        CancellationToken cancellationToken
    )
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{network}/{xpub}")))[..32];
        await database.WriteAsync(
            [
                RowOperation.Optional(
                    "sync_wallets",
                    $"{network}/{id}",
                    Insert,
                    network,
                    id,
                    xpub,
                    maxGap,
                    time.GetUtcNow().ToUnixTimeMilliseconds()
                ),
            ],
            cancellationToken
        );
        return (await FindAsync(network, id, cancellationToken))!;
    }

    public async Task<SyncWallet?> FindAsync(string network, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var wallet = await database.FirstAsync(
                Select,
                row => new SyncWallet(
                    network,
                    row.GetString(0),
                    row.GetString(1),
                    row.GetInt32(2),
                    row.GetInt32(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))
                ),
                network,
                id
            );
            var needed = wallet is null ? 0 : wallet.MaxGap + 1 + await LastUsedAsync(network, id);
            if (wallet is null || wallet.Derived >= needed)
            {
                return wallet;
            }

            // Whoever else extends it derives the same addresses; an address that is new may be used already, hence again.
            await database.WriteAsync([.. Extension(wallet, needed)], cancellationToken);
        }
    }

    public async Task<ImmutableArray<WalletAddress>> AddressesAsync(string network, string id, int after, int limit) =>
        await database.ListAsync(
            SelectAddresses,
            row => new WalletAddress(row.GetInt32(0), row.GetString(1), row.GetInt64(2)),
            network,
            id,
            after,
            limit
        );

    public async Task<ImmutableArray<WalletBalance>> BalancesAsync(string network, string id) =>
        await database.ListAsync(
            SelectBalances,
            row => new WalletBalance(
                row.GetString(0),
                Text(row, 1),
                Text(row, 2),
                Sum(row, 3),
                Sum(row, 4),
                Sum(row, 5),
                Sum(row, 6),
                Sum(row, 7),
                Sum(row, 8),
                row.GetInt64(9)
            ),
            network,
            id
        );

    public async Task<ImmutableArray<WalletHistory>> HistoryAsync(
        string network,
        string id,
        HistoryPlace? before,
        int limit
    ) =>
        await database.ListAsync(
            SelectHistory,
            row => new WalletHistory(
                row.GetString(0),
                row.GetString(1),
                Sum(row, 2),
                row.GetInt64(3),
                Number(row, 4),
                row.GetInt64(5) != 0
            ),
            network,
            id,
            before?.Timestamp ?? long.MaxValue,
            before?.TxId ?? "",
            before?.Token ?? "",
            limit
        );

    public async Task<ImmutableArray<WalletOutput>> OutputsAsync(
        string network,
        string id,
        string? token,
        OutputKey after,
        int limit
    ) =>
        await database.ListAsync(
            SelectOutputs,
            row => new WalletOutput(
                new OutputKey(row.GetString(0), row.GetInt32(1)),
                row.GetString(2),
                row.GetString(3),
                row.GetInt64(4),
                row.GetInt32(5),
                Number(row, 6),
                Number(row, 7),
                row.GetInt64(8) != 0
            ),
            network,
            id,
            token ?? "",
            after.TxId ?? "",
            after.Index,
            limit
        );

    public async Task<ImmutableArray<WalletChange>> ChangesAsync(
        string network,
        string id,
        long afterSequence,
        int limit
    ) =>
        await database.ListAsync(
            SelectChanges,
            row => new WalletChange(row.GetInt64(0), row.GetString(1), Number(row, 2), row.GetInt64(3) != 0),
            network,
            id,
            afterSequence,
            limit
        );

    public async Task<ImmutableArray<KnownToken>> TokensAsync(string network, string after, int limit) =>
        await database.ListAsync(
            SelectTokens,
            row => new KnownToken(row.GetString(0), Text(row, 1), Text(row, 2), row.GetInt64(3)),
            network,
            after,
            limit
        );

    private ValueTask<int> LastUsedAsync(string network, string id) =>
        database.FirstAsync(SelectLastUsed, row => row.GetInt32(0), network, id);

    private IEnumerable<RowOperation> Extension(SyncWallet wallet, int needed)
    {
        var name = $"{wallet.Network}/{wallet.Id}";
        yield return RowOperation.Required(
            "sync_wallets",
            name,
            Extend,
            wallet.Network,
            wallet.Id,
            needed,
            wallet.Derived
        );
        var addresses = book.Derive(wallet.Network, wallet.Xpub, wallet.Derived, needed - wallet.Derived);
        for (var i = 0; i < addresses.Length; i++)
        {
            yield return RowOperation.Optional(
                "sync_wallet_addresses",
                $"{name}/{wallet.Derived + i}",
                InsertAddress,
                wallet.Network,
                addresses[i],
                wallet.Id,
                wallet.Derived + i
            );
        }
    }

    /// <summary>The sum of a column is wider than the column in one of the databases.</summary>
    private static long Sum(DbDataReader row, int column) =>
        Convert.ToInt64(row.GetValue(column), System.Globalization.CultureInfo.InvariantCulture);

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
