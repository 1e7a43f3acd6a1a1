using Anchor.Domain.Transactions;
using Anchor.Storage.Reminders;

namespace Anchor.Benchmarks.World;

/// <summary>Alarms as grains set them on the embedded runtime: rows of the anchor's own schema.</summary>
internal sealed class StoredAlarms : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);
    private readonly ReminderRows _rows;

    private StoredAlarms(ReminderRows rows) => _rows = rows;

    public static Task<StoredAlarms> OpenAsync(StoredTransactions transactions) =>
        Task.FromResult(new StoredAlarms(transactions.Services.GetRequiredService<ReminderRows>()));

    public Task SetAsync(IReadOnlyList<AnchorTransaction> transactions, DateTimeOffset now) =>
        Task.WhenAll(
            transactions.Select(transaction =>
            {
                var due = transaction.NextDue!.Value;
                var period = due - now > ShortestPeriod ? due - now : ShortestPeriod;
                return _rows.UpsertAsync(new ReminderKey("transaction", transaction.Id, "wake"), due, period, due);
            })
        );

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
