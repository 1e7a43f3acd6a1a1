using Orleans.Embedded.Reminders;

namespace Anchor.Grains.Tests.Harness;

internal sealed class GuardedReminders(IReminderTable inner, Lifeline lifeline) : IReminderTable
{
    public Task<string> UpsertAsync(
        GrainId grainId,
        string name,
        DateTimeOffset firstTick,
        TimeSpan period,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.UpsertAsync(grainId, name, firstTick, period, cancellationToken));

    public Task<Reminder?> ReadAsync(GrainId grainId, string name, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.ReadAsync(grainId, name, cancellationToken));

    public Task<bool> RemoveAsync(Reminder reminder, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.RemoveAsync(reminder, cancellationToken));

    public Task<IReadOnlyList<Reminder>> ReadDueAsync(
        Reminder? after,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    ) => lifeline.PassAsync(() => inner.ReadDueAsync(after, until, limit, cancellationToken));

    public Task<bool> AdvanceAsync(Reminder reminder, DateTimeOffset nextDue, CancellationToken cancellationToken) =>
        lifeline.PassAsync(() => inner.AdvanceAsync(reminder, nextDue, cancellationToken));
}
