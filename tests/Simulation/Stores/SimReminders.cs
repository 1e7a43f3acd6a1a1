using Anchor.Simulation.World;
using Orleans.Embedded.Reminders;

namespace Anchor.Simulation.Stores;

/// <summary>The reminders' rows: written by the same commits as all others.</summary>
internal sealed class SimReminders(SimWorld world, Link link, Writer writer) : IReminderTable
{
    private InMemoryReminderTable Table => world.Database.Reminders;

    public async Task<string> UpsertAsync(
        GrainId grainId,
        string name,
        DateTimeOffset firstTick,
        TimeSpan period,
        CancellationToken cancellationToken
    )
    {
        var etag = "";
        await WriteAsync(
            $"remind {grainId}",
            $"reminders/{grainId}/{name}",
            () => etag = Now(Table.UpsertAsync(grainId, name, firstTick, period, CancellationToken.None))
        );
        return etag;
    }

    public Task<Reminder?> ReadAsync(GrainId grainId, string name, CancellationToken cancellationToken) =>
        link.ReadAsync($"read reminder {grainId}", () => Now(Table.ReadAsync(grainId, name, CancellationToken.None)));

    public async Task<bool> RemoveAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var removed = false;
        await WriteAsync(
            $"forget {reminder.GrainId}",
            KeyOf(reminder),
            () => removed = Now(Table.RemoveAsync(reminder, CancellationToken.None))
        );
        return removed;
    }

    public Task<IReadOnlyList<Reminder>> ReadDueAsync(
        Reminder? after,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    ) =>
        link.ReadAsync(
            "read due reminders",
            () => Now(Table.ReadDueAsync(after, until, limit, CancellationToken.None))
        );

    public async Task<bool> AdvanceAsync(Reminder reminder, DateTimeOffset nextDue, CancellationToken cancellationToken)
    {
        var advanced = false;
        await WriteAsync(
            $"advance {reminder.GrainId}",
            KeyOf(reminder),
            () => advanced = Now(Table.AdvanceAsync(reminder, nextDue, CancellationToken.None))
        );
        return advanced;
    }

    private async Task WriteAsync(string step, string key, Action apply) =>
        await writer.WriteAsync(step, new RowWrite(key, IsRequired: false, static () => true, apply));

    private static string KeyOf(Reminder reminder) => $"reminders/{reminder.GrainId}/{reminder.Name}";

    /// <summary>The table in memory answers at once.</summary>
    private static T Now<T>(Task<T> task) =>
        task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException("It did not answer at once.");
}
