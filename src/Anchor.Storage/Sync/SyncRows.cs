using System.Data.Common;
using System.Runtime.InteropServices;
using Anchor.Grains.Sync;

namespace Anchor.Storage.Sync;

/// <summary>A vertex that stands, as its row holds it.</summary>
internal sealed record VertexRow(string Id, int Version, long Timestamp, long? Height, string? FirstBlock)
{
    public const string Columns = "id, version, timestamp, height, first_block";

    public static VertexRow Read(DbDataReader row) =>
        new(
            row.GetString(0),
            row.GetInt32(1),
            row.GetInt64(2),
            row.IsDBNull(3) ? null : row.GetInt64(3),
            row.IsDBNull(4) ? null : row.GetString(4)
        );
}

/// <summary>An output of a vertex that stands, as its row holds it.</summary>
internal sealed record OutputRow(OutputKey Key, SyncOutput Output, bool IsLocked, string? SpentBy)
{
    public const string Columns =
        "tx_id, idx, address, token, value, authorities, timelock, heightlock, locked, spent_by";

    public static OutputRow Read(DbDataReader row) =>
        new(
            new OutputKey(row.GetString(0), row.GetInt32(1)),
            new SyncOutput(
                row.IsDBNull(2) ? null : row.GetString(2),
                row.GetString(3),
                row.GetInt64(4),
                row.GetInt32(5),
                row.IsDBNull(6) ? null : row.GetInt64(6),
                row.IsDBNull(7) ? null : row.GetInt64(7)
            ),
            row.GetInt64(8) != 0,
            row.IsDBNull(9) ? null : row.GetString(9)
        );

    /// <summary>The clock is the best block: its height for rewards, its time for timelocks. Before the first block all is locked.</summary>
    public static bool LockedAt(SyncOutput output, SyncTip? tip) =>
        output.Heightlock > (tip?.Height ?? -1) || output.Timelock > (tip?.Timestamp ?? -1);
}

/// <summary>Whose balance in which token.</summary>
internal readonly record struct BalanceKey(string Address, string Token);

/// <summary>A line of a history.</summary>
internal readonly record struct HistoryKey(string Address, string Token, string TxId);

/// <summary>A balance, or a change of one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BalanceSum(
    long Unlocked,
    long Locked,
    long Mint,
    long LockedMint,
    long Melt,
    long LockedMelt,
    long Received,
    long Transactions
)
{
    /// <summary>What an output adds to its address: nothing once it is spent.</summary>
    public static BalanceSum Of(OutputRow row)
    {
        if (row.SpentBy is not null)
        {
            return default;
        }

        var mint = row.Output.Authorities & 1;
        var melt = (row.Output.Authorities >> 1) & 1;
        return row.IsLocked
            ? new(0, row.Output.Value, 0, mint, 0, melt, 0, 0)
            : new(row.Output.Value, 0, mint, 0, melt, 0, 0, 0);
    }

    public BalanceSum Plus(BalanceSum other, int sign = 1) =>
        new(
            checked(Unlocked + (sign * other.Unlocked)),
            checked(Locked + (sign * other.Locked)),
            Mint + (sign * other.Mint),
            LockedMint + (sign * other.LockedMint),
            Melt + (sign * other.Melt),
            LockedMelt + (sign * other.LockedMelt),
            checked(Received + (sign * other.Received)),
            Transactions + (sign * other.Transactions)
        );
}
