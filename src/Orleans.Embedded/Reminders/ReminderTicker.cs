using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>Calls the grains whose reminders are due, a limited number at once.</summary>
internal sealed class ReminderTicker : IDisposable
{
    private readonly EmbeddedRuntime _runtime;
    private readonly IReminderTable _table;
    private readonly ReminderSchedule _schedule;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;
    private TaskCompletionSource? _room;
    private int _roomBelow;
    private int _running;
    private bool _isStopping;

    public ReminderTicker(EmbeddedRuntime runtime, IReminderTable table, ReminderSchedule schedule)
    {
        _runtime = runtime;
        _table = table;
        _schedule = schedule;
        using var suppressed = TurnPlace.SuppressFlow();
        _timer = runtime.Time.CreateTimer(_ => Wake(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something may be due, or due earlier than before.</summary>
    public void Wake() => _runtime.Place.Run(TickDue);

    /// <summary>Done when fewer than <paramref name="count"/> reminders wait in memory.</summary>
    public Task WhenFewerThanAsync(int count)
    {
        lock (_gate)
        {
            if (_schedule.Count < count)
            {
                return Task.CompletedTask;
            }

            _roomBelow = count;
            return (_room ??= new TaskCompletionSource()).Task;
        }
    }

    public Task StopAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            return _running == 0 ? Task.CompletedTask : (_idle ??= new TaskCompletionSource()).Task;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void TickDue()
    {
        var now = _runtime.Time.GetUtcNow();
        while (TryBegin(now, out var entry))
        {
            _ = TickAsync(entry!);
        }
    }

    private bool TryBegin(DateTimeOffset now, out ReminderSchedule.Entry? entry)
    {
        lock (_gate)
        {
            entry = null;
            if (_isStopping || _running == _runtime.Options.MaxConcurrentReminderTicks)
            {
                return false;
            }

            if (_schedule.TryTake(now, out entry, out var nextDue))
            {
                _running++;
                return true;
            }

            if (nextDue is { } due)
            {
                // Timers count whole milliseconds; one more, and it is not early.
                _timer.Change(due - now + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }

            return false;
        }
    }

    private async Task TickAsync(ReminderSchedule.Entry entry)
    {
        var reminder = entry.Reminder;
        var failed = false;
        try
        {
            await CallAsync(reminder);
        }
        catch (Exception exception) // The grain's own, or that it is not there: the reminder ticks again.
        {
            failed = true;
            _runtime.Logger.ReminderFailed(exception, reminder.Name, reminder.GrainId);
        }

        _runtime.Metrics.RecordTick(failed);
        await AdvanceAsync(entry);
        End();
        Wake();
    }

    private Task CallAsync(Reminder reminder)
    {
        var directory =
            _runtime.FindDirectory(reminder.GrainId.Type)
            ?? throw new OrleansException($"There is no grain class for {reminder.GrainId}.");
        var status = new TickStatus(
            reminder.FirstTick.UtcDateTime,
            reminder.Period,
            _runtime.Time.GetUtcNow().UtcDateTime
        );
        return directory
            .CreateReference<IRemindable>(reminder.GrainId.Key.ToString())
            .ReceiveReminder(reminder.Name, status);
    }

    private async Task AdvanceAsync(ReminderSchedule.Entry entry)
    {
        Reminder? advanced = null;
        try
        {
            if (_schedule.IsUnchanged(entry))
            {
                var next = entry.Reminder with { NextDue = NextDue(entry.Reminder, _runtime.Time.GetUtcNow()) };
                advanced = await _table.AdvanceAsync(entry.Reminder, next.NextDue, CancellationToken.None)
                    ? next
                    : null;
            }
        }
        catch (Exception exception) // The table's; it still has the old due time, so the tick is repeated.
        {
            _runtime.Logger.ReminderNotAdvanced(exception, entry.Reminder.Name, entry.Reminder.GrainId);
        }

        _schedule.Complete(entry, advanced);
    }

    /// <summary>The first time after now that is a whole number of periods after the start.</summary>
    private static DateTimeOffset NextDue(Reminder reminder, DateTimeOffset now)
    {
        var missed = Math.Max(0, (now - reminder.FirstTick) / reminder.Period);
        return reminder.FirstTick + (reminder.Period * (Math.Floor(missed) + 1));
    }

    private void End()
    {
        TaskCompletionSource? idle = null;
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            if (--_running == 0)
            {
                (idle, _idle) = (_idle, null);
            }

            if (_schedule.Count < _roomBelow)
            {
                (room, _room) = (_room, null);
            }
        }

        idle?.SetResult();
        room?.SetResult();
    }
}
