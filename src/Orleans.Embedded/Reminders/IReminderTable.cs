using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>
/// Where durable reminders live. Times are whole milliseconds in UTC. Every method may be called from many threads at
/// once; a method that returns has made its change durable.
/// </summary>
public interface IReminderTable
{
    /// <summary>Stores a reminder; replaces one of the same grain and name.</summary>
    Task UpsertAsync(Reminder reminder, CancellationToken cancellationToken);

    Task<Reminder?> ReadAsync(GrainId grainId, string name, CancellationToken cancellationToken);

    /// <summary>Removes a reminder; nothing happens if there is none.</summary>
    Task RemoveAsync(GrainId grainId, string name, CancellationToken cancellationToken);

    /// <summary>
    /// The first <paramref name="limit"/> reminders after <paramref name="after"/> (all, if null) with
    /// <see cref="Reminder.NextDue"/> up to and including <paramref name="until"/>, ordered by due time, then by grain
    /// and name in any fixed order. Must be an indexed query: its cost depends on what is due, not on what is stored.
    /// </summary>
    Task<IReadOnlyList<Reminder>> ReadDueAsync(
        Reminder? after,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Sets the due time after a tick, but only if the stored reminder still has <paramref name="ticked"/>'s due time:
    /// the grain may have changed or removed it meanwhile.
    /// </summary>
    Task AdvanceAsync(Reminder ticked, DateTimeOffset nextDue, CancellationToken cancellationToken);
}
