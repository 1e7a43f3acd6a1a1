using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Anchor.Storage.Sync;

/// <summary>What an address holds of a token in unspent outputs, locked ones included, authorities left out.</summary>
public sealed record HeldBalance(string Address, string Token, long Amount);

/// <summary>Looks over a projection as a whole: its hash, its balances, and whether it fits itself.</summary>
public sealed class SyncAudit(IDatabase database)
{
    private const int PageSize = 2000;

    private const string SelectHeld = """
        SELECT address, token, sum(value) FROM sync_outputs
        WHERE network = $1 AND spent_by IS NULL AND address IS NOT NULL AND authorities = 0
        GROUP BY address, token ORDER BY address, token
        """;

    /// <summary>All that a projection says, in an order of its own; not how it came to be.</summary>
    private static readonly ImmutableArray<HashedTable> Hashed =
    [
        new("sync_networks", ["network"], "tip_height, tip_id, tip_timestamp, genesis"),
        new("sync_vertices", ["id"], "version, timestamp, height, first_block"),
        new(
            "sync_outputs",
            ["tx_id", "idx"],
            // Whether what is spent was locked concerns nobody.
            "address, token, value, authorities, timelock, heightlock, spent_by, CASE WHEN spent_by IS NULL THEN locked END"
        ),
        new(
            "sync_balances",
            ["address", "token"],
            "unlocked, locked, mint, locked_mint, melt, locked_melt, received, transactions"
        ),
        new("sync_history", ["address", "token", "tx_id"], "delta, timestamp"),
        new("sync_tokens", ["token"], "name, symbol, transactions"),
    ];

    /// <summary>What must not be found in a projection, with its name. Each finds a few examples.</summary>
    private static readonly ImmutableArray<(string Fault, string Sql)> Faults =
    [
        (
            "a balance that is not the sum of its outputs",
            """
            SELECT b.address || ' ' || b.token FROM sync_balances b LEFT JOIN (
                SELECT address, token, sum(CASE WHEN locked = 0 THEN value ELSE 0 END) AS unlocked,
                    sum(CASE WHEN locked = 1 THEN value ELSE 0 END) AS locked, sum(authorities % 2) AS mint,
                    sum(authorities / 2) AS melt
                FROM sync_outputs WHERE network = $1 AND spent_by IS NULL AND address IS NOT NULL
                GROUP BY address, token
            ) o ON o.address = b.address AND o.token = b.token
            WHERE b.network = $1 AND (b.unlocked <> coalesce(o.unlocked, 0) OR b.locked <> coalesce(o.locked, 0)
                OR b.mint + b.locked_mint <> coalesce(o.mint, 0) OR b.melt + b.locked_melt <> coalesce(o.melt, 0))
            LIMIT 5
            """
        ),
        (
            "a balance that is not the sum of its history",
            """
            SELECT b.address || ' ' || b.token FROM sync_balances b LEFT JOIN (
                SELECT address, token, sum(delta) AS total, count(*) AS lines FROM sync_history
                WHERE network = $1 GROUP BY address, token
            ) h ON h.address = b.address AND h.token = b.token
            WHERE b.network = $1
                AND (b.unlocked + b.locked <> coalesce(h.total, 0) OR b.transactions <> coalesce(h.lines, 0))
            LIMIT 5
            """
        ),
        (
            "an unspent output without a balance",
            """
            SELECT o.tx_id FROM sync_outputs o WHERE o.network = $1 AND o.spent_by IS NULL AND o.address IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM sync_balances b
                    WHERE b.network = $1 AND b.address = o.address AND b.token = o.token) LIMIT 5
            """
        ),
        (
            "an output of a vertex that does not stand, or spent by one",
            """
            SELECT o.tx_id FROM sync_outputs o WHERE o.network = $1 AND (
                NOT EXISTS (SELECT 1 FROM sync_vertices v WHERE v.network = $1 AND v.id = o.tx_id)
                OR (o.spent_by IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM sync_vertices v WHERE v.network = $1 AND v.id = o.spent_by))) LIMIT 5
            """
        ),
        (
            "a transaction confirmed by a block that does not stand",
            """
            SELECT v.id FROM sync_vertices v WHERE v.network = $1 AND v.first_block IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM sync_vertices b WHERE b.network = $1 AND b.id = v.first_block AND b.height IS NOT NULL)
            LIMIT 5
            """
        ),
        (
            "an output whose lock does not fit the tip",
            """
            SELECT o.tx_id FROM sync_outputs o, sync_networks n
            WHERE o.network = $1 AND n.network = $1 AND o.spent_by IS NULL AND o.locked <>
                CASE WHEN coalesce(o.heightlock, -1) > n.tip_height OR coalesce(o.timelock, -1) > n.tip_timestamp
                THEN 1 ELSE 0 END LIMIT 5
            """
        ),
        (
            "a height with two blocks, or a gap in the chain",
            """
            SELECT network FROM sync_networks n WHERE n.network = $1 AND n.tip_height + 1 <>
                (SELECT count(DISTINCT height) FROM sync_vertices v WHERE v.network = $1 AND v.height IS NOT NULL)
            UNION ALL
            SELECT min(id) FROM sync_vertices WHERE network = $1 AND height IS NOT NULL
            GROUP BY height HAVING count(*) > 1
            """
        ),
        (
            "HTR that no reward made",
            """
            SELECT 'HTR' FROM (
                SELECT coalesce(sum(CASE WHEN o.spent_by IS NULL THEN o.value ELSE 0 END), 0) AS unspent,
                    coalesce(sum(CASE WHEN v.height IS NOT NULL THEN o.value ELSE 0 END), 0) AS made
                FROM sync_outputs o JOIN sync_vertices v ON v.network = $1 AND v.id = o.tx_id
                WHERE o.network = $1 AND o.token = '00'
            ) s WHERE s.unspent > s.made
            """
        ),
    ];

    /// <summary>SHA-256 over all that the projection of a network says: equal for equal states, whichever way and database they came by.</summary>
    public async Task<string> HashAsync(string network, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in Hashed)
        {
            object?[] after = [.. table.Key.Select(column => column == "idx" ? (object)-1L : "")];
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = await database.ListAsync(
                    table.Select,
                    row => ReadRow(row, table.Key.Length),
                    [network, .. after, PageSize]
                );
                foreach (var row in rows)
                {
                    hash.AppendData(Encoding.UTF8.GetBytes(row.Text));
                }

                if (rows.Length < PageSize)
                {
                    break;
                }

                after = rows[^1].Key;
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public async Task<ImmutableArray<HeldBalance>> BalancesAsync(string network) =>
        await database.ListAsync(
            SelectHeld,
            row => new HeldBalance(
                row.GetString(0),
                row.GetString(1),
                Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture)
            ),
            network
        );

    /// <summary>A line for each thing that must not be; none is as it should be.</summary>
    public async Task<ImmutableArray<string>> FaultsAsync(string network)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        foreach (var (fault, sql) in Faults)
        {
            var found = await database.ListAsync(sql, row => row.GetString(0), network);
            if (!found.IsEmpty)
            {
                faults.Add($"{fault}: {string.Join(", ", found)}");
            }
        }

        return faults.ToImmutable();
    }

    private static (object?[] Key, string Text) ReadRow(DbDataReader row, int keys)
    {
        var text = new StringBuilder();
        var key = new object?[keys];
        for (var i = 0; i < row.FieldCount; i++)
        {
            var value = row.IsDBNull(i) ? null : row.GetValue(i);
            if (i < keys)
            {
                key[i] = value;
            }

            var cell = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text.Append(value is null ? '-' : '=').Append(cell.Length).Append(':').Append(cell);
        }

        return (key, text.Append('\n').ToString());
    }

    private sealed record HashedTable(string Table, ImmutableArray<string> Key, string Columns)
    {
        public string Select { get; } =
            $"SELECT {string.Join(", ", Key)}, {Columns} FROM {Table} WHERE network = $1 AND "
            + $"({string.Join(", ", Key)}) > ({string.Join(", ", Key.Select((_, i) => $"${i + 2}"))}) "
            + $"ORDER BY {string.Join(", ", Key)} LIMIT ${Key.Length + 2}";
    }
}
