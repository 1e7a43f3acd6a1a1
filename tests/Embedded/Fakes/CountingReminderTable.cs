using Orleans.Embedded.Reminders;

namespace Anchor.Embedded.Tests.Fakes;

/// <summary>Counts what is loaded, and fails when told.</summary>
internal sealed class CountingReminderTable : IReminderTable
{
    private readonly InMemoryReminderTable _table = new();
    private int _loads;
    private int _loaded;
    private int _advances;
    private int _toFail;

    public int Loads => _loads;
    public int Loaded => _loaded;
    public int Advances => _advances;

    public void Fail(int count) => _toFail = count;

    public async Task<IReadOnlyList<Reminder>> ReadDueAsync(
        Reminder? after,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref _loads);
        if (Interlocked.Decrement(ref _toFail) >= 0)
        {
            throw new IOException("The table failed.");
        }

        var page = await _table.ReadDueAsync(after, until, limit, cancellationToken);
        Interlocked.Add(ref _loaded, page.Count);
        return page;
    }

    public Task<string> UpsertAsync(
        GrainId grainId,
        string name,
        DateTimeOffset firstTick,
        TimeSpan period,
        CancellationToken cancellationToken
    ) => _table.UpsertAsync(grainId, name, firstTick, period, cancellationToken);

    public Task<Reminder?> ReadAsync(GrainId grainId, string name, CancellationToken cancellationToken) =>
        _table.ReadAsync(grainId, name, cancellationToken);

    public Task<bool> RemoveAsync(Reminder reminder, CancellationToken cancellationToken) =>
        _table.RemoveAsync(reminder, cancellationToken);

    public Task<bool> AdvanceAsync(Reminder reminder, DateTimeOffset nextDue, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _advances);
        return _table.AdvanceAsync(reminder, nextDue, cancellationToken);
    }
}
