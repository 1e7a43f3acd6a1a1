using System.Collections.Immutable;
using System.Data.Common;
using Anchor.Domain;
using Anchor.Domain.Chains;
using Anchor.Grains.Ports;
using Anchor.Storage.States;
using Orleans.Storage;

namespace Anchor.Storage.Chains;

/// <summary>Pages of events and the cursors that cover them, each page one commit.</summary>
public sealed class ScanStore(IDatabase database) : IScanStore
{
    internal const string Open = """
        SELECT version, schema_version, json FROM chain_events
        WHERE is_open = 1 AND chain = $1 AND (height, log_index, id) > ($2, $3, $4) ORDER BY height, log_index, id LIMIT $5
        """;

    internal const string Above = """
        SELECT version, schema_version, json FROM chain_events
        WHERE is_orphaned = 0 AND chain = $1 AND height > $2 ORDER BY height, log_index, id
        """;

    internal const string Aside = """
        SELECT version, schema_version, json FROM chain_events
        WHERE is_aside = 1 AND chain = $1 ORDER BY height, log_index, id LIMIT $2
        """;

    private const int MostAttempts = 10;

    private static readonly RowMap<ChainEvent> Events = new(
        "chain-event",
        "chain_events",
        "id",
        StoredJson.SchemaVersion,
        StoredJson.Default.ChainEvent,
        new("chain", state => state.Chain, IsFixed: true),
        new("height", state => state.Height, IsFixed: true),
        new("log_index", state => state.LogIndex, IsFixed: true),
        new("is_orphaned", state => state.IsOrphaned ? 1 : 0),
        new("is_open", state => state.IsOpen ? 1 : 0),
        new("is_aside", state => state.Status == ChainEventStatus.SetAside ? 1 : 0)
    );

    private static readonly RowMap<ScanCursor> Cursors = new(
        "scan-cursor",
        "chain_cursors",
        "chain",
        StoredJson.SchemaVersion,
        StoredJson.Default.ScanCursor
    );

    public async Task<StoredCursor> ReadAsync(string chain, CancellationToken cancellationToken) =>
        await database.FirstAsync(Cursors.Select, row => Read(chain, row), chain)
        ?? new StoredCursor(chain, new ScanCursor(), 0);

    public async Task AppendAsync(
        StoredCursor cursor,
        ImmutableArray<ChainEvent> events,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(cursor);
        var added = events.Select(chainEvent => Events.InsertIfMissing([chainEvent.Id], chainEvent));
        var result = await database.WriteAsync([Write(cursor), .. added], cancellationToken);
        if (!result.IsDurable)
        {
            throw Conflict(result.Refused!);
        }
    }

    public async Task<int> RewindAsync(StoredCursor cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cursor);
        for (var attempt = 1; ; attempt++)
        {
            var above = await database.ListAsync(Above, Read, cursor.Chain, cursor.Cursor.Latest!.Height);
            var orphans = above.Select(stored =>
                Events.Update([stored.Event.Id], stored.Event.Orphan(), stored.Version)
            );
            var result = await database.WriteAsync([Write(cursor), .. orphans], cancellationToken);
            if (result.IsDurable)
            {
                return above.Length;
            }

            // An event may have been told in between, and its row is then read again; the cursor is nobody else's to write.
            if (result.Refused!.Table == Cursors.Table || attempt == MostAttempts)
            {
                throw Conflict(result.Refused);
            }
        }
    }

    public async Task<ImmutableArray<StoredEvent>> OpenAsync(
        string chain,
        StoredEvent? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await database.ListAsync(
            Open,
            Read,
            chain,
            after?.Event.Height ?? -1,
            after?.Event.LogIndex ?? -1,
            after?.Event.Id ?? "",
            limit
        );

    public async Task<ImmutableArray<ChainEvent>> SetAsideAsync(
        string chain,
        int limit,
        CancellationToken cancellationToken
    ) => await database.ListAsync(Aside, row => Read(row).Event, chain, limit);

    public async Task SaveAsync(ImmutableArray<StoredEvent> events, CancellationToken cancellationToken)
    {
        // Each for itself: one that was orphaned meanwhile refuses its own write alone.
        var writes = events.Select(stored =>
            database.WriteAsync([Events.Update([stored.Event.Id], stored.Event, stored.Version)], cancellationToken)
        );
        await Task.WhenAll(writes);
    }

    private static RowOperation Write(StoredCursor cursor) =>
        cursor.Version == 0
            ? Cursors.Insert([cursor.Chain], cursor.Cursor)
            : Cursors.Update([cursor.Chain], cursor.Cursor, cursor.Version);

    private static InconsistentStateException Conflict(RowOperation refused) =>
        new($"{refused} is not the row that was read: another activation has written it.");

    private static StoredCursor Read(string chain, DbDataReader row)
    {
        var (cursor, version) = Cursors.Read(row);
        return new(chain, cursor, version);
    }

    private static StoredEvent Read(DbDataReader row)
    {
        var (chainEvent, version) = Events.Read(row);
        return new(chainEvent, version);
    }
}
