using System.Collections.Concurrent;
using System.Collections.Immutable;
using Anchor.Grains.Sync;
using Orleans.Storage;

namespace Anchor.Storage.Sync;

/// <summary>The projection in the database: each unit is one transaction, judged by the network's row.</summary>
public sealed class SyncProjection(IDatabase database) : ISyncProjection
{
    internal const string SelectBlock = "SELECT id FROM sync_vertices WHERE network = $1 AND height = $2";

    internal const string SelectUnconfirmed = """
        SELECT id FROM sync_vertices
        WHERE network = $1 AND height IS NULL AND first_block IS NULL AND id > $2 ORDER BY id LIMIT $3
        """;

    private const int ForgottenAtOnce = 5000;

    private static readonly ImmutableArray<(string Table, ImmutableArray<string> Key)> Forgotten =
    [
        ("sync_outputs", ["tx_id", "idx"]),
        ("sync_history", ["address", "token", "tx_id"]),
        ("sync_balances", ["address", "token"]),
        ("sync_voided", ["address", "token", "tx_id"]),
        ("sync_tokens", ["token"]),
        ("sync_vertices", ["id"]),
        ("sync_networks", ["network"]),
    ];

    private static readonly ImmutableDictionary<string, string> ForgetSql = Forgotten.ToImmutableDictionary(
        table => table.Table,
        table =>
            $"DELETE FROM {table.Table} WHERE ({Columns(table.Key)}) IN "
            + $"(SELECT {Columns(table.Key)} FROM {table.Table} WHERE network = $1 ORDER BY {Columns(table.Key)} LIMIT $2)"
            + " AND network = $1"
    );

    private readonly ConcurrentDictionary<string, SyncPosition> _known = new(StringComparer.Ordinal);

    public async Task<SyncPosition> ReadAsync(string network, CancellationToken cancellationToken) =>
        await new SyncReader(database, network).PositionAsync();

    public async Task<SyncCommit> CommitAsync(string network, SyncUnit unit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var reader = new SyncReader(database, network);
        var before = _known.TryRemove(network, out var known) ? known : await reader.PositionAsync();
        var work = new SyncWork(reader, before);
        await work.ApplyAsync(unit.Changes);
        var after = before with
        {
            Sequence = before.Sequence + 1,
            Tip = work.Tip,
            Genesis = work.Genesis,
            StreamId = unit.StreamId ?? before.StreamId,
            LastEventId = unit.LastEventId ?? before.LastEventId,
        };
        var operations = new SyncStatements(network, before, after).Of(work);
        if (operations.Count == 1 && after == before with { Sequence = after.Sequence })
        {
            // Nothing that was not known: no commit need be waited for.
            _known[network] = before;
            return new SyncCommit(before, [], []);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var written = await database.WriteAsync(operations, CancellationToken.None);
        if (!written.IsDurable)
        {
            throw new InconsistentStateException($"The sync of {network} was written by another: {written.Refused}.");
        }

        _known[network] = after;
        return new SyncCommit(
            after,
            [.. work.Vertices.Where(v => v.Value is { Before: null, Now: not null }).Select(v => v.Key)],
            [.. work.Vertices.Where(v => v.Value is { Before: not null, Now: null }).Select(v => v.Key)]
        );
    }

    public async Task<string?> BlockAtAsync(string network, long height, CancellationToken cancellationToken) =>
        await database.FirstAsync(SelectBlock, row => row.GetString(0), network, height);

    public async Task<bool> HasAsync(string network, string id, CancellationToken cancellationToken) =>
        await new SyncReader(database, network).VertexAsync(id) is not null;

    public async Task<ImmutableArray<string>> UnconfirmedAsync(
        string network,
        string after,
        int limit,
        CancellationToken cancellationToken
    ) => await database.ListAsync(SelectUnconfirmed, row => row.GetString(0), network, after, limit);

    public async Task<bool> ForgetAsync(string network, CancellationToken cancellationToken)
    {
        _known.TryRemove(network, out _);
        foreach (var (table, _) in Forgotten)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var written = await database.WriteAsync(
                [RowOperation.Optional(table, network, ForgetSql[table], network, ForgottenAtOnce)],
                CancellationToken.None
            );
            if (written.Changed[0] == ForgottenAtOnce)
            {
                return false;
            }
        }

        return true;
    }

    private static string Columns(ImmutableArray<string> key) => string.Join(", ", key);
}
