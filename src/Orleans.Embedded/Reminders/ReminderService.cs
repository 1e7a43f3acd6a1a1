using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>
/// Durable reminders. Only those due within the next window are in memory; ticks missed while the process was down come
/// soon after the start. The due time advances in the table after a tick, so a crash repeats a tick and loses none.
/// </summary>
internal sealed class ReminderService(EmbeddedRuntime runtime, IReminderTable? table) : IDisposable
{
    private readonly ReminderSchedule _schedule = new();
    private ReminderTicker? _ticker;
    private ReminderLoader? _loader;

    private IReminderTable Table =>
        table ?? throw new InvalidOperationException("Reminders need an IReminderTable among the services.");

    public void Start()
    {
        if (table is not null)
        {
            _ticker = new ReminderTicker(runtime, table, _schedule);
            _loader = new ReminderLoader(runtime, table, _schedule, _ticker);
        }
    }

    /// <summary>Begins no more ticks and waits for those that run.</summary>
    public async Task StopAsync()
    {
        if (_loader is not null && _ticker is not null)
        {
            await _loader.StopAsync();
            await _ticker.StopAsync();
        }
    }

    public async Task<IGrainReminder> RegisterAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
        if (period < runtime.Options.MinimumReminderPeriod)
        {
            throw new ArgumentException(
                $"The period {period} of reminder '{name}' is shorter than {runtime.Options.MinimumReminderPeriod}.",
                nameof(period)
            );
        }

        var due = ToMilliseconds(runtime.Time.GetUtcNow() + dueTime);
        var etag = await Table.UpsertAsync(grainId, name, due, period, CancellationToken.None);
        var reminder = new Reminder(grainId, name, due, period, due, etag);
        _schedule.Set(reminder);
        _ticker?.Wake();
        return new Handle(reminder);
    }

    public async Task UnregisterAsync(IGrainReminder registered)
    {
        var reminder = registered is Handle handle
            ? handle.Reminder
            : throw new ArgumentException("The reminder was not registered here.", nameof(registered));
        if (!await Table.RemoveAsync(reminder, CancellationToken.None))
        {
            throw new ReminderException(
                $"Reminder '{reminder.Name}' of {reminder.GrainId} was removed or registered anew meanwhile."
            );
        }

        _schedule.Remove(reminder.GrainId, reminder.Name);
    }

    public async Task<IGrainReminder?> GetAsync(GrainId grainId, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return await Table.ReadAsync(grainId, name, CancellationToken.None) is { } reminder
            ? new Handle(reminder)
            : null;
    }

    public void Dispose()
    {
        _loader?.Dispose();
        _ticker?.Dispose();
    }

    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private sealed class Handle(Reminder reminder) : IGrainReminder
    {
        public Reminder Reminder => reminder;
        public string ReminderName => reminder.Name;
    }
}
