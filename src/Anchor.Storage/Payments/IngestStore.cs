using System.Collections.Immutable;
using Anchor.Domain.Payments;
using Anchor.Grains.Ports;
using Orleans.Storage;

namespace Anchor.Storage.Payments;

/// <summary>Pages of payments and the cursors that cover them, each page one commit.</summary>
public sealed class IngestStore(IDatabase database) : IIngestStore
{
    internal const string Undecided = """
        SELECT id FROM payments
        WHERE status = 'received' AND account = $1 AND order_key > $2 ORDER BY order_key LIMIT $3
        """;

    internal const string Earlier = """
        SELECT id FROM payments
        WHERE status = 'received' AND account = $1 AND memo = $2 AND order_key < $3 ORDER BY order_key DESC LIMIT 1
        """;

    private const string Table = "ingest_cursors";
    private const string Select = "SELECT version, epoch, cursor, alarm, era FROM ingest_cursors WHERE source = $1";
    private const string Insert = """
        INSERT INTO ingest_cursors (source, version, epoch, cursor, alarm, era) VALUES ($1, 1, $2, $3, $4, $5)
        ON CONFLICT (source) DO NOTHING
        """;
    private const string Update = """
        UPDATE ingest_cursors SET version = version + 1, epoch = $2, cursor = $3, alarm = $4, era = $5
        WHERE source = $1 AND version = $6
        """;

    public async Task<IngestState> ReadAsync(string source, CancellationToken cancellationToken) =>
        await database.FirstAsync(
            Select,
            row => new IngestState(
                source,
                row.GetInt64(0),
                row.GetInt64(1),
                row.IsDBNull(2) ? null : row.GetString(2),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.GetInt32(4)
            ),
            source
        ) ?? new IngestState(source, Version: 0, Epoch: 0, Cursor: null, Alarm: null);

    public async Task<IngestStored> AppendAsync(
        IngestState state,
        ImmutableArray<IncomingPayment> payments,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(state);
        var rows = payments.Select(payment =>
            PaymentRows.Map.InsertIfMissing([payment.Id], payment with { Status = PaymentStatus.Received })
        );
        var result = await database.WriteAsync([WriteCursor(state), .. rows], cancellationToken);
        if (!result.IsDurable)
        {
            throw new InconsistentStateException(
                $"The cursor of {state.Source} is not the one that was read: another reader has moved it."
            );
        }

        // The cursor is the first of the operations, the payments follow in their order.
        return new(state.Version + 1, [.. payments.Where((_, i) => result.Changed[i + 1] > 0).Select(p => p.Id)]);
    }

    public async Task<ImmutableArray<string>> UndecidedAsync(
        string account,
        string? after,
        int limit,
        CancellationToken cancellationToken
    ) =>
        await database.ListAsync(
            Undecided,
            row => row.GetString(0),
            account,
            after is null ? "" : PaymentRows.OrderKey(after),
            limit
        );

    public async Task<string?> EarlierUndecidedAsync(IncomingPayment payment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return await database.FirstAsync(
            Earlier,
            row => row.GetString(0),
            payment.Account,
            payment.Memo?.Value,
            PaymentRows.OrderKey(payment.Id)
        );
    }

    private static RowOperation WriteCursor(IngestState state) =>
        state.Version == 0
            ? RowOperation.Required(
                Table,
                state.Source,
                Insert,
                state.Source,
                state.Epoch,
                state.Cursor,
                state.Alarm,
                state.Era
            )
            : RowOperation.Required(
                Table,
                state.Source,
                Update,
                state.Source,
                state.Epoch,
                state.Cursor,
                state.Alarm,
                state.Era,
                state.Version
            );
}
