using System.Collections.Immutable;
using Anchor.Grains.Sync;

namespace Anchor.Storage.Sync;

/// <summary>The statements that make a unit's work durable, the network's row first: it judges whether nobody else was faster.</summary>
internal sealed class SyncStatements(string network, SyncPosition before, SyncPosition after)
{
    private const string InsertNetwork = """
        INSERT INTO sync_networks
            (network, sequence, tip_height, tip_id, tip_timestamp, genesis, stream_id, last_event_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (network) DO NOTHING
        """;

    private const string UpdateNetwork = """
        UPDATE sync_networks SET sequence = $2, tip_height = $3, tip_id = $4, tip_timestamp = $5, genesis = $6,
            stream_id = $7, last_event_id = $8
        WHERE network = $1 AND sequence = $9
        """;

    private const string PutVertex = """
        INSERT INTO sync_vertices (network, id, version, timestamp, height, first_block, sequence)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (network, id) DO UPDATE SET first_block = excluded.first_block, sequence = excluded.sequence
        """;

    private const string DeleteVertex = "DELETE FROM sync_vertices WHERE network = $1 AND id = $2";

    private const string InsertOutput = """
        INSERT INTO sync_outputs
            (network, tx_id, idx, address, token, value, authorities, timelock, heightlock, locked, spent_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private const string UpdateOutput =
        "UPDATE sync_outputs SET locked = $4, spent_by = $5 WHERE network = $1 AND tx_id = $2 AND idx = $3";

    private const string DeleteOutput = "DELETE FROM sync_outputs WHERE network = $1 AND tx_id = $2 AND idx = $3";

    private const string AddBalance = """
        INSERT INTO sync_balances
            (network, address, token, unlocked, locked, mint, locked_mint, melt, locked_melt, received, transactions)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (network, address, token) DO UPDATE SET
            unlocked = sync_balances.unlocked + excluded.unlocked, locked = sync_balances.locked + excluded.locked,
            mint = sync_balances.mint + excluded.mint, locked_mint = sync_balances.locked_mint + excluded.locked_mint,
            melt = sync_balances.melt + excluded.melt, locked_melt = sync_balances.locked_melt + excluded.locked_melt,
            received = sync_balances.received + excluded.received,
            transactions = sync_balances.transactions + excluded.transactions
        """;

    // Who has no transaction any more has nothing of the rest either.
    private const string DropBalance =
        "DELETE FROM sync_balances WHERE network = $1 AND address = $2 AND token = $3 AND transactions = 0";

    private const string PutHistory = """
        INSERT INTO sync_history (network, address, token, tx_id, delta, timestamp) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (network, address, token, tx_id) DO NOTHING
        """;

    private const string DeleteHistory =
        "DELETE FROM sync_history WHERE network = $1 AND address = $2 AND token = $3 AND tx_id = $4";

    private const string PutVoided = """
        INSERT INTO sync_voided (network, address, token, tx_id, delta, timestamp, sequence)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (network, address, token, tx_id) DO UPDATE SET sequence = excluded.sequence
        """;

    private const string AddToken = """
        INSERT INTO sync_tokens (network, token, name, symbol, transactions) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (network, token) DO UPDATE SET transactions = sync_tokens.transactions + excluded.transactions
        """;

    private const string RenameToken =
        "UPDATE sync_tokens SET name = $3, symbol = $4 WHERE network = $1 AND token = $2";

    private const string DropToken = "DELETE FROM sync_tokens WHERE network = $1 AND token = $2 AND transactions = 0";

    public List<RowOperation> Of(SyncWork work) =>
        [
            Network(),
            .. work.Vertices.Values.Where(change => change.Before != change.Now).Select(Vertex),
            .. work.Outputs.Values.Where(change => change.Before != change.Now).Select(Output),
            .. work.Flows.Balances(work.Outputs.Values).SelectMany(sum => Balance(sum.Key, sum.Value)),
            .. work.Flows.History.SelectMany(line => History(line.Key, line.Value)),
            .. work.Flows.Tokens.SelectMany(token => Token(token.Key, token.Value)),
        ];

    private RowOperation Network()
    {
        object?[] values =
        [
            network,
            after.Sequence,
            after.Tip?.Height,
            after.Tip?.Id,
            after.Tip?.Timestamp,
            after.Genesis,
            after.StreamId,
            after.LastEventId,
        ];
        return before.Sequence == 0
            ? RowOperation.Required("sync_networks", network, InsertNetwork, values)
            : RowOperation.Required("sync_networks", network, UpdateNetwork, [.. values, before.Sequence]);
    }

    private RowOperation Vertex(Change<VertexRow> change) =>
        change.Now is { } row
            ? Operation(
                "sync_vertices",
                PutVertex,
                [row.Id],
                row.Version,
                row.Timestamp,
                row.Height,
                row.FirstBlock,
                after.Sequence
            )
            : Operation("sync_vertices", DeleteVertex, [change.Before!.Id]);

    private RowOperation Output(Change<OutputRow> change)
    {
        var (key, output, locked, spentBy) = change.Now ?? change.Before!;
        object[] id = [key.TxId, key.Index];
        return change switch
        {
            { Now: null } => Operation("sync_outputs", DeleteOutput, id),
            { Before: null } => Operation(
                "sync_outputs",
                InsertOutput,
                id,
                output.Address,
                output.Token,
                output.Value,
                output.Authorities,
                output.Timelock,
                output.Heightlock,
                locked ? 1 : 0,
                spentBy
            ),
            _ => Operation("sync_outputs", UpdateOutput, id, locked ? 1 : 0, spentBy),
        };
    }

    private IEnumerable<RowOperation> Balance(BalanceKey key, BalanceSum sum)
    {
        object[] id = [key.Address, key.Token];
        yield return Operation(
            "sync_balances",
            AddBalance,
            id,
            sum.Unlocked,
            sum.Locked,
            sum.Mint,
            sum.LockedMint,
            sum.Melt,
            sum.LockedMelt,
            sum.Received,
            sum.Transactions
        );
        if (sum.Transactions < 0)
        {
            yield return Operation("sync_balances", DropBalance, id);
        }
    }

    private IEnumerable<RowOperation> History(HistoryKey key, HistoryLine line)
    {
        object[] id = [key.Address, key.Token, key.TxId];
        if (line.Stands)
        {
            yield return Operation("sync_history", PutHistory, id, line.Delta, line.Timestamp);
        }
        else
        {
            yield return Operation("sync_history", DeleteHistory, id);
            yield return Operation("sync_voided", PutVoided, id, line.Delta, line.Timestamp, after.Sequence);
        }
    }

    private IEnumerable<RowOperation> Token(string token, TokenChange change)
    {
        yield return Operation(
            "sync_tokens",
            AddToken,
            [token],
            change.Names?.Name,
            change.Names?.Symbol,
            change.Transactions
        );
        if (change.IsRenamed)
        {
            yield return Operation("sync_tokens", RenameToken, [token], change.Names?.Name, change.Names?.Symbol);
        }

        if (change.Transactions < 0)
        {
            yield return Operation("sync_tokens", DropToken, [token]);
        }
    }

    private RowOperation Operation(string table, string sql, object[] key, params object?[] values) =>
        RowOperation.Optional(table, $"{network}/{string.Join('/', key)}", sql, [network, .. key, .. values]);
}
