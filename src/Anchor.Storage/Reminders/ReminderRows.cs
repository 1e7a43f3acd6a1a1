using System.Collections.Immutable;
using System.Data.Common;

namespace Anchor.Storage.Reminders;

/// <summary>The reminders of all grains, in plain types, for the runtime's reminder table.</summary>
public sealed class ReminderRows(IDatabase database)
{
    private const string Table = "reminders";
    private const string Columns = "grain_type, grain_key, name, first_tick_utc, period_ms, next_due_utc, etag";

    internal const string Due = $"""
        SELECT {Columns} FROM reminders
        WHERE next_due_utc <= $1 AND (next_due_utc, grain_type, grain_key, name) > ($2, $3, $4, $5)
        ORDER BY next_due_utc, grain_type, grain_key, name LIMIT $6
        """;

    /// <summary>Registers or replaces a reminder and returns its new ETag.</summary>
    public async Task<string> UpsertAsync(
        ReminderKey key,
        DateTimeOffset firstTick,
        TimeSpan period,
        DateTimeOffset nextDue,
        CancellationToken cancellationToken = default
    )
    {
        var etag = database.NextStamp();
        await WriteAsync(
            key,
            $"""
            INSERT INTO reminders ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (grain_type, grain_key, name) DO UPDATE SET
                first_tick_utc = excluded.first_tick_utc, period_ms = excluded.period_ms,
                next_due_utc = excluded.next_due_utc, etag = excluded.etag
            """,
            [
                firstTick.ToUnixTimeMilliseconds(),
                (long)period.TotalMilliseconds,
                nextDue.ToUnixTimeMilliseconds(),
                etag,
            ],
            cancellationToken
        );
        return etag;
    }

    /// <summary>Removes a registration, whichever it is; false when there is none.</summary>
    public Task<bool> RemoveAsync(ReminderKey key, CancellationToken cancellationToken = default) =>
        WriteAsync(
            key,
            "DELETE FROM reminders WHERE grain_type = $1 AND grain_key = $2 AND name = $3",
            [],
            cancellationToken
        );

    /// <summary>Removes the registration with this ETag; false when there is none, or a newer one.</summary>
    public Task<bool> RemoveAsync(ReminderKey key, string etag, CancellationToken cancellationToken = default) =>
        WriteAsync(
            key,
            "DELETE FROM reminders WHERE grain_type = $1 AND grain_key = $2 AND name = $3 AND etag = $4",
            [etag],
            cancellationToken
        );

    /// <summary>
    /// Says when a reminder is due next, if it is still the one that was due at <paramref name="due"/>; false when the
    /// grain has changed or removed it meanwhile.
    /// </summary>
    public Task<bool> AdvanceAsync(
        ReminderKey key,
        DateTimeOffset due,
        DateTimeOffset nextDue,
        CancellationToken cancellationToken = default
    ) =>
        WriteAsync(
            key,
            """
            UPDATE reminders SET next_due_utc = $5
            WHERE grain_type = $1 AND grain_key = $2 AND name = $3 AND next_due_utc = $4
            """,
            [due.ToUnixTimeMilliseconds(), nextDue.ToUnixTimeMilliseconds()],
            cancellationToken
        );

    public ValueTask<ReminderRow?> GetAsync(ReminderKey key) =>
        database.FirstAsync(
            $"SELECT {Columns} FROM reminders WHERE grain_type = $1 AND grain_key = $2 AND name = $3",
            ReadRow,
            key.GrainType,
            key.GrainKey,
            key.Name
        );

    public ValueTask<ImmutableArray<ReminderRow>> OfGrainAsync(string grainType, string grainKey) =>
        database.ListAsync(
            $"SELECT {Columns} FROM reminders WHERE grain_type = $1 AND grain_key = $2 ORDER BY name",
            ReadRow,
            grainType,
            grainKey
        );

    /// <summary>
    /// What is due at <paramref name="until"/>, oldest first; <paramref name="after"/> is the last row of the page
    /// before, of which only the key and the due time count.
    /// </summary>
    public ValueTask<ImmutableArray<ReminderRow>> DueAsync(
        DateTimeOffset until,
        int limit,
        ReminderRow? after = null
    ) =>
        database.ListAsync(
            Due,
            ReadRow,
            until.ToUnixTimeMilliseconds(),
            after?.NextDue.ToUnixTimeMilliseconds() ?? long.MinValue,
            after?.Key.GrainType ?? "",
            after?.Key.GrainKey ?? "",
            after?.Key.Name ?? "",
            limit
        );

    private async Task<bool> WriteAsync(
        ReminderKey key,
        string sql,
        object?[] values,
        CancellationToken cancellationToken
    )
    {
        var row = $"{key.GrainType}/{key.GrainKey}/{key.Name}";
        var operation = RowOperation.Required(Table, row, sql, [key.GrainType, key.GrainKey, key.Name, .. values]);
        var result = await database.WriteAsync([operation], cancellationToken);
        return result.IsDurable;
    }

    private static ReminderRow ReadRow(DbDataReader row) =>
        new(
            new ReminderKey(row.GetString(0), row.GetString(1), row.GetString(2)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
            TimeSpan.FromMilliseconds(row.GetInt64(4)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
            row.GetString(6)
        );
}
