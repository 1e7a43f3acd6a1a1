using System.Collections.Immutable;
using Anchor.Grains.Sync;

namespace Anchor.Storage.Sync;

/// <summary>What a unit needs to know of the rows that are there.</summary>
internal sealed class SyncReader(IDatabase database, string network)
{
    private const string SelectPosition = """
        SELECT sequence, tip_height, tip_id, tip_timestamp, genesis, stream_id, last_event_id
        FROM sync_networks WHERE network = $1
        """;

    internal const string SelectVertex =
        $"SELECT {VertexRow.Columns} FROM sync_vertices WHERE network = $1 AND id = $2";

    internal const string SelectConfirmed =
        $"SELECT {VertexRow.Columns} FROM sync_vertices WHERE network = $1 AND first_block = $2 ORDER BY id";

    internal const string SelectHighest = $"""
        SELECT {VertexRow.Columns} FROM sync_vertices
        WHERE network = $1 AND height IS NOT NULL AND height <= $2 ORDER BY height DESC LIMIT 1
        """;

    internal const string SelectOutput =
        $"SELECT {OutputRow.Columns} FROM sync_outputs WHERE network = $1 AND tx_id = $2 AND idx = $3";

    internal const string SelectOutputs =
        $"SELECT {OutputRow.Columns} FROM sync_outputs WHERE network = $1 AND tx_id = $2 ORDER BY idx";

    internal const string SelectSpent =
        $"SELECT {OutputRow.Columns} FROM sync_outputs WHERE network = $1 AND spent_by = $2 ORDER BY tx_id, idx";

    internal const string SelectHeightlocks = $"""
        SELECT {OutputRow.Columns} FROM sync_outputs
        WHERE network = $1 AND heightlock IS NOT NULL AND heightlock > $2 AND heightlock <= $3
        """;

    internal const string SelectTimelocks = $"""
        SELECT {OutputRow.Columns} FROM sync_outputs
        WHERE network = $1 AND timelock IS NOT NULL AND timelock > $2 AND timelock <= $3
        """;

    internal const string SelectHistory =
        "SELECT address, token, delta FROM sync_history WHERE network = $1 AND tx_id = $2 ORDER BY address, token";

    public async Task<SyncPosition> PositionAsync() =>
        await database.FirstAsync(
            SelectPosition,
            row => new SyncPosition(
                row.GetInt64(0),
                row.IsDBNull(1) ? null : new SyncTip(row.GetInt64(1), row.GetString(2), row.GetInt64(3)),
                row.IsDBNull(4) ? null : row.GetString(4),
                row.IsDBNull(5) ? null : row.GetString(5),
                row.IsDBNull(6) ? null : row.GetInt64(6)
            ),
            network
        ) ?? SyncPosition.Empty;

    public ValueTask<VertexRow?> VertexAsync(string id) =>
        database.FirstAsync(SelectVertex, VertexRow.Read, network, id);

    public ValueTask<ImmutableArray<VertexRow>> ConfirmedByAsync(string block) =>
        database.ListAsync(SelectConfirmed, VertexRow.Read, network, block);

    /// <summary>The highest block that is not above a height.</summary>
    public ValueTask<VertexRow?> HighestAsync(long height) =>
        database.FirstAsync(SelectHighest, VertexRow.Read, network, height);

    public ValueTask<OutputRow?> OutputAsync(OutputKey key) =>
        database.FirstAsync(SelectOutput, OutputRow.Read, network, key.TxId, key.Index);

    public ValueTask<ImmutableArray<OutputRow>> OutputsAsync(string id) =>
        database.ListAsync(SelectOutputs, OutputRow.Read, network, id);

    public ValueTask<ImmutableArray<OutputRow>> SpentByAsync(string id) =>
        database.ListAsync(SelectSpent, OutputRow.Read, network, id);

    public ValueTask<ImmutableArray<OutputRow>> HeightlocksAsync(long above, long upTo) =>
        database.ListAsync(SelectHeightlocks, OutputRow.Read, network, above, upTo);

    public ValueTask<ImmutableArray<OutputRow>> TimelocksAsync(long above, long upTo) =>
        database.ListAsync(SelectTimelocks, OutputRow.Read, network, above, upTo);

    public ValueTask<ImmutableArray<(BalanceKey Key, long Delta)>> HistoryAsync(string id) =>
        database.ListAsync(
            SelectHistory,
            row => (new BalanceKey(row.GetString(0), row.GetString(1)), row.GetInt64(2)),
            network,
            id
        );
}
