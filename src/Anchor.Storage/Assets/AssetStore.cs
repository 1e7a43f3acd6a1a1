using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Storage.Settings;

namespace Anchor.Storage.Assets;

/// <summary>The rows of <c>assets</c>.</summary>
public sealed class AssetStore(IDatabase database, SecretBox box) : IAssetStore
{
    private const string Table = "assets";

    internal const string Select = """
        SELECT version, code, issuer, distribution_account, sealed_seed, signer, decimals, symbol, is_enabled, seps,
            deposit_enabled, deposit_min, deposit_max, deposit_fee_fixed, deposit_fee_percent,
            withdrawal_enabled, withdrawal_min, withdrawal_max, withdrawal_fee_fixed, withdrawal_fee_percent
        FROM assets ORDER BY code, issuer
        """;

    private const string Insert = """
        INSERT INTO assets (asset, version, code, issuer, distribution_account, sealed_seed, signer, decimals, symbol, is_enabled, seps,
            deposit_enabled, deposit_min, deposit_max, deposit_fee_fixed, deposit_fee_percent,
            withdrawal_enabled, withdrawal_min, withdrawal_max, withdrawal_fee_fixed, withdrawal_fee_percent)
        VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT (asset) DO NOTHING
        """;

    private const string Update = """
        UPDATE assets SET version = version + 1, code = $2, issuer = $3, distribution_account = $4, sealed_seed = $5, signer = $6,
            decimals = $7, symbol = $8, is_enabled = $9, seps = $10,
            deposit_enabled = $11, deposit_min = $12, deposit_max = $13, deposit_fee_fixed = $14, deposit_fee_percent = $15,
            withdrawal_enabled = $16, withdrawal_min = $17, withdrawal_max = $18, withdrawal_fee_fixed = $19, withdrawal_fee_percent = $20
        WHERE asset = $1 AND version = $21
        """;

    private static readonly string OpenStatuses = string.Join(
        ", ",
        Enum.GetValues<TransactionStatus>()
            .Where(status => status != TransactionStatus.None && !status.IsTerminal())
            .Select(status => $"'{status.WireName()}'")
    );

    internal static readonly string Open =
        $"SELECT status, count(*) FROM transactions WHERE status IN ({OpenStatuses}) AND asset = $1 GROUP BY status";

    private static readonly string Delete = $"""
        DELETE FROM assets WHERE asset = $1 AND version = $2
            AND NOT EXISTS (SELECT 1 FROM transactions WHERE status IN ({OpenStatuses}) AND asset = $1)
        """;

    public async Task<ImmutableArray<StoredAsset>> ListAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(Select, Read);

    public Task<bool> AddAsync(StoredAsset asset, CancellationToken cancellationToken) =>
        WriteAsync(asset, Insert, Values(asset), cancellationToken);

    public Task<bool> UpdateAsync(StoredAsset asset, CancellationToken cancellationToken) =>
        WriteAsync(asset, Update, [.. Values(asset), asset.Version], cancellationToken);

    public Task<bool> DeleteAsync(StoredAsset asset, CancellationToken cancellationToken) =>
        WriteAsync(asset, Delete, [asset.Terms.Asset.ToString(), asset.Version], cancellationToken);

    public async Task<ImmutableSortedDictionary<TransactionStatus, long>> CountOpenAsync(
        AssetId asset,
        CancellationToken cancellationToken
    )
    {
        var counts = await database.ListAsync(
            Open,
            row => (Status: row.GetString(0), Count: row.GetInt64(1)),
            asset.ToString()
        );
        return counts.ToImmutableSortedDictionary(
            count =>
                SnakeCaseEnumConverter<TransactionStatus>.TryParse(count.Status, out var status)
                    ? status
                    : throw new InvalidOperationException($"A transaction has the unknown status {count.Status}"),
            count => count.Count
        );
    }

    public string Seal(string distributionAccount, string seed) => box.Seal(NameOf(distributionAccount), seed);

    public string SeedOf(StoredAsset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return box.Unseal(NameOf(asset.Terms.DistributionAccount), asset.SealedSeed);
    }

    internal static string NameOf(string account) => $"the seed of {account}";

    private async Task<bool> WriteAsync(
        StoredAsset asset,
        string sql,
        object?[] values,
        CancellationToken cancellationToken
    )
    {
        var operation = RowOperation.Required(Table, asset.Terms.Asset.ToString(), sql, values);
        return (await database.WriteAsync([operation], cancellationToken)).IsDurable;
    }

    private static object?[] Values(StoredAsset asset) =>
        [
            asset.Terms.Asset.ToString(),
            asset.Terms.Asset.Code,
            asset.Terms.Asset.Issuer,
            asset.Terms.DistributionAccount,
            asset.SealedSeed,
            asset.Signer?.AbsoluteUri,
            asset.Terms.Decimals,
            asset.Symbol,
            asset.Terms.IsEnabled ? 1 : 0,
            (int)asset.Terms.Seps,
            .. Values(asset.Terms.Deposit),
            .. Values(asset.Terms.Withdrawal),
        ];

    private static object?[] Values(DirectionTerms terms) =>
        [
            terms.Enabled ? 1 : 0,
            terms.Min.ToString(),
            terms.Max.ToString(),
            terms.FeeFixed.ToString(),
            terms.FeePercent.ToString(CultureInfo.InvariantCulture),
        ];

    internal static StoredAsset Read(DbDataReader row) =>
        new(
            new AssetTerms(
                new AssetId(row.GetString(1), row.GetString(2)),
                row.GetString(3),
                row.GetInt32(6),
                ReadTerms(row, 10),
                ReadTerms(row, 15),
                (AssetSeps)row.GetInt32(9),
                row.GetInt32(8) != 0
            ),
            row.GetString(4),
            TextOf(row, 5) is { } signer ? new Uri(signer) : null,
            TextOf(row, 7),
            row.GetInt64(0)
        );

    private static DirectionTerms ReadTerms(DbDataReader row, int first) =>
        new(
            row.GetInt32(first) != 0,
            Amount.Parse(row.GetString(first + 1), null),
            Amount.Parse(row.GetString(first + 2), null),
            Amount.Parse(row.GetString(first + 3), null),
            decimal.Parse(row.GetString(first + 4), CultureInfo.InvariantCulture)
        );

    private static string? TextOf(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
