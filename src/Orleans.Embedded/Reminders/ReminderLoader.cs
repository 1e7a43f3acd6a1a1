namespace Orleans.Embedded.Reminders;

/// <summary>Reads from the table, page by page, what is due within the next window.</summary>
internal sealed class ReminderLoader : IDisposable
{
    private const int PagesInMemory = 10;

    private readonly EmbeddedRuntime _runtime;
    private readonly IReminderTable _table;
    private readonly ReminderSchedule _schedule;
    private readonly ReminderTicker _ticker;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public ReminderLoader(
        EmbeddedRuntime runtime,
        IReminderTable table,
        ReminderSchedule schedule,
        ReminderTicker ticker
    )
    {
        _runtime = runtime;
        _table = table;
        _schedule = schedule;
        _ticker = ticker;
        _loop = runtime.Place.RunAsync(RunAsync);
    }

    public Task StopAsync()
    {
        _stopping.Cancel();
        return _loop;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var failures = 0;
        while (!_stopping.IsCancellationRequested)
        {
            var delay = _runtime.Options.ReminderWindow / 2;
            try
            {
                await LoadAsync(_stopping.Token);
                failures = 0;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) // The table's; the next try is a full one.
            {
                failures++;
                delay = RetryDelay(failures, delay);
                _runtime.Logger.RemindersNotLoaded(exception, delay);
            }

            await Task.Delay(delay, _runtime.Time, _stopping.Token)
                .ConfigureAwait(
                    ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing
                );
        }
    }

    /// <summary>Begins anew with the earliest each time, so that whatever was left out by a fault is found again.</summary>
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var until = _runtime.Time.GetUtcNow() + _runtime.Options.ReminderWindow;
        var pageSize = _runtime.Options.ReminderPageSize;
        Reminder? last = null;
        IReadOnlyList<Reminder> page;
        do
        {
            await _ticker.WhenFewerThanAsync(PagesInMemory * pageSize).WaitAsync(cancellationToken);
            _schedule.BeginLoad(until);
            page = await _table.ReadDueAsync(last, until, pageSize, cancellationToken);
            _schedule.EndLoad(page);
            _ticker.Wake();
            last = page.Count > 0 ? page[^1] : last;
        } while (page.Count >= pageSize);
    }

    /// <summary>Doubles from a second up to the usual delay, and differs by up to a half.</summary>
    private TimeSpan RetryDelay(int failures, TimeSpan longest)
    {
        var seconds = Math.Min(Math.Pow(2, failures - 1), longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (0.5 + (_runtime.Options.Random.NextDouble() / 2)));
    }
}
