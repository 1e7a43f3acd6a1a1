using Anchor.Domain.Transactions;
using Anchor.Storage;
using Anchor.Storage.Reminders;

namespace Anchor.Benchmarks.World;

/// <summary>Alarms as grains set them on the embedded runtime: rows of the anchor's own schema.</summary>
internal sealed class StoredAlarms : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMinutes(1);
    private readonly ServiceProvider _services;

    private StoredAlarms(ServiceProvider services) => _services = services;

    public static Task<StoredAlarms> OpenAsync(StorageOptions options) =>
        Task.FromResult(
            new StoredAlarms(new ServiceCollection().AddLogging().AddAnchorStorage(options).BuildServiceProvider())
        );

    public Task SetAsync(IReadOnlyList<AnchorTransaction> transactions, DateTimeOffset now)
    {
        var rows = _services.GetRequiredService<ReminderRows>();
        return Task.WhenAll(
            transactions.Select(transaction =>
            {
                var due = transaction.NextDue!.Value;
                var period = due - now > ShortestPeriod ? due - now : ShortestPeriod;
                return rows.UpsertAsync(new ReminderKey("transaction", transaction.Id, "wake"), due, period, due);
            })
        );
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
