using Anchor.Grains.Transactions;
using Anchor.Storage.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded;
using Orleans.Embedded.Reminders;

namespace Anchor.Hosting.Runtime;

/// <summary>The grains run in this process alone, on <c>src/Orleans.Embedded</c>.</summary>
internal static class RuntimeHosting
{
    public const string Name = "Orleans.Embedded";
    public const string Description =
        "Orleans.Embedded, this project's own single-process runtime (not Microsoft Orleans)";

    /// <summary>One process has the database for itself.</summary>
    public const bool SharesDatabase = false;

    public static IHostApplicationBuilder AddAnchorRuntime(this IHostApplicationBuilder builder)
    {
        builder.Services.AddEmbeddedOrleans(static _ => { }, typeof(ITransactionGrain).Assembly);
        builder.Services.AddSingleton<IReminderTable, StoredReminders>();
        return builder;
    }

    /// <summary>Reminders as rows of the storage.</summary>
    private sealed class StoredReminders(ReminderRows rows) : IReminderTable
    {
        public Task<string> UpsertAsync(
            GrainId grainId,
            string name,
            DateTimeOffset firstTick,
            TimeSpan period,
            CancellationToken cancellationToken
        ) => rows.UpsertAsync(KeyOf(grainId, name), firstTick, period, firstTick, cancellationToken);

        public async Task<Reminder?> ReadAsync(GrainId grainId, string name, CancellationToken cancellationToken) =>
            await rows.GetAsync(KeyOf(grainId, name)) is { } row ? ToReminder(row) : null;

        public Task<bool> RemoveAsync(Reminder reminder, CancellationToken cancellationToken) =>
            rows.RemoveAsync(KeyOf(reminder.GrainId, reminder.Name), reminder.ETag, cancellationToken);

        public async Task<IReadOnlyList<Reminder>> ReadDueAsync(
            Reminder? after,
            DateTimeOffset until,
            int limit,
            CancellationToken cancellationToken
        )
        {
            var due = await rows.DueAsync(until, limit, after is null ? null : ToRow(after));
            return [.. due.Select(ToReminder)];
        }

        public Task<bool> AdvanceAsync(
            Reminder reminder,
            DateTimeOffset nextDue,
            CancellationToken cancellationToken
        ) => rows.AdvanceAsync(KeyOf(reminder.GrainId, reminder.Name), reminder.NextDue, nextDue, cancellationToken);

        private static ReminderKey KeyOf(GrainId grain, string name) =>
            new(grain.Type.ToString(), grain.Key.ToString(), name);

        private static ReminderRow ToRow(Reminder reminder) =>
            new(
                KeyOf(reminder.GrainId, reminder.Name),
                reminder.FirstTick,
                reminder.Period,
                reminder.NextDue,
                reminder.ETag
            );

        private static Reminder ToReminder(ReminderRow row) =>
            new(
                GrainId.Create(row.Key.GrainType, row.Key.GrainKey),
                row.Key.Name,
                row.FirstTick,
                row.Period,
                row.NextDue,
                row.ETag
            );
    }
}
