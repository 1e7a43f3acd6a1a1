using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Domain;
using Anchor.Domain.Payouts;
using Anchor.Grains.Ports;
using Anchor.Storage.States;
using Orleans.Storage;

namespace Anchor.Storage.Payouts;

/// <summary>The payouts of all distribution accounts, one row per purpose.</summary>
public sealed class PayoutStore(IDatabase database) : IPayoutStore
{
    internal const string Open = """
        SELECT version, schema_version, json FROM payouts
        WHERE is_open = 1 AND account = $1 ORDER BY ordered_at, purpose_id
        """;

    internal const string Accounts = "SELECT DISTINCT account FROM payouts WHERE is_open = 1 ORDER BY account";

    private static readonly RowMap<Payout> Map = new(
        "payout",
        "payouts",
        "purpose_id",
        StoredJson.SchemaVersion,
        StoredJson.Default.Payout,
        new("account", state => state.Order.Account, IsFixed: true),
        new("status", state => SnakeCaseEnumConverter<PayoutStatus>.NameOf(state.Status)),
        new("ordered_at", state => state.OrderedAt.ToUnixTimeMilliseconds(), IsFixed: true),
        new("is_open", state => state.IsDone ? 0 : 1)
    );

    public async Task<StoredPayout?> FindAsync(string purposeId, CancellationToken cancellationToken) =>
        await database.FirstAsync(Map.Select, Read, purposeId);

    public async Task<ImmutableArray<StoredPayout>> OpenAsync(string account, CancellationToken cancellationToken) =>
        await database.ListAsync(Open, Read, account);

    public async Task<ImmutableArray<string>> AccountsAsync(CancellationToken cancellationToken) =>
        await database.ListAsync(Accounts, row => row.GetString(0));

    public async Task<ImmutableArray<StoredPayout>> SaveAsync(
        ImmutableArray<StoredPayout> payouts,
        CancellationToken cancellationToken
    )
    {
        var result = await database.WriteAsync([.. payouts.Select(Write)], cancellationToken);
        return result.IsDurable
            ? [.. payouts.Select(stored => stored with { Version = stored.Version + 1 })]
            : throw new InconsistentStateException(
                $"{result.Refused} is not the row that was read: another activation has written it."
            );
    }

    private static RowOperation Write(StoredPayout stored) =>
        stored.Version == 0
            ? Map.Insert([stored.Payout.Order.PurposeId], stored.Payout)
            : Map.Update([stored.Payout.Order.PurposeId], stored.Payout, stored.Version);

    private static StoredPayout Read(DbDataReader row)
    {
        var (payout, version) = Map.Read(row);
        return new(payout, version);
    }
}
