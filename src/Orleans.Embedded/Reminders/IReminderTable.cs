using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>
/// Where durable reminders live. Times are whole milliseconds in UTC. Every method may be called from many threads at
/// once; a change is durable when its method returns.
/// </summary>
public interface IReminderTable
{
    /// <summary>Stores a reminder, in place of one of the same grain and name, and gives its new ETag.</summary>
    Task<string> UpsertAsync(
        GrainId grainId,
        string name,
        DateTimeOffset firstTick,
        TimeSpan period,
        CancellationToken cancellationToken
    );

    Task<Reminder?> ReadAsync(GrainId grainId, string name, CancellationToken cancellationToken);

    /// <summary>Removes the reminder with this ETag; false if there is none, or another registration.</summary>
    Task<bool> RemoveAsync(Reminder reminder, CancellationToken cancellationToken);

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

    /// <summary>Sets the due time of the reminder with this ETag; false if there is none, or another registration.</summary>
    Task<bool> AdvanceAsync(Reminder reminder, DateTimeOffset nextDue, CancellationToken cancellationToken);
}
