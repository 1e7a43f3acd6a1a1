using Anchor.Grains.Transactions;
using Anchor.Hosting.Configuration;
using Anchor.Storage.Reminders;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded;
using Orleans.Embedded.Reminders;

namespace Anchor.Hosting.Runtime;

/// <summary>The grains run in this process alone, on <c>src/Orleans.Embedded</c>.</summary>
internal static class RuntimeHosting
{
    public const string Name = "Orleans.Embedded";
    private const string Description =
        "Orleans.Embedded, this project's own single-process runtime (not Microsoft Orleans)";

    /// <summary>One process has the database for itself.</summary>
    public const bool SharesDatabase = false;

    /// <summary>Whether several processes can share the grains.</summary>
    public static bool IsCluster => false;

    public static string Describe(AnchorSettings settings) => Description;

    /// <summary>What a command is that no server was asked to do.</summary>
    public static RuntimePart PartOfCommand(AnchorSettings settings) => RuntimePart.Command;

    /// <summary>Whether grains live in the process: here they live in whichever process there is.</summary>
    public static bool HoldsGrains(RuntimePart part) => true;

    public static IHostApplicationBuilder AddAnchorRuntime(
        this IHostApplicationBuilder builder,
        AnchorSettings settings,
        RuntimePart part
    )
    {
        builder.Services.AddEmbeddedOrleans(static _ => { }, typeof(ITransactionGrain).Assembly);
        builder.Services.AddSingleton<IReminderTable, StoredReminders>();
        return builder;
    }

    /// <summary>The embedded runtime has no pages of its own.</summary>
    public static void MapRuntime(WebApplication app) { }

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
