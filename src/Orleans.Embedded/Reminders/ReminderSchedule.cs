using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>
/// The reminders that are due soon. The table holds all of them; a change that the service makes there is told here, so
/// that what was loaded before is not believed afterwards. Safe for many threads.
/// </summary>
internal sealed class ReminderSchedule
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId Grain, string Name), Entry> _entries = [];
    private readonly PriorityQueue<Entry, (DateTimeOffset Due, long Number)> _queue = new();
    private readonly HashSet<(GrainId Grain, string Name)> _changedWhileLoading = [];
    private DateTimeOffset _horizon = DateTimeOffset.MinValue;
    private bool _isLoading;
    private long _number;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Before a page is read: changes up to <paramref name="horizon"/> come here from now on.</summary>
    public void BeginLoad(DateTimeOffset horizon)
    {
        lock (_gate)
        {
            _horizon = horizon;
            _isLoading = true;
            _changedWhileLoading.Clear();
        }
    }

    /// <summary>Takes over a page; what is known or was changed meanwhile is newer than the page.</summary>
    public void EndLoad(IReadOnlyList<Reminder> page)
    {
        lock (_gate)
        {
            _isLoading = false;
            foreach (var reminder in page)
            {
                var key = (reminder.GrainId, reminder.Name);
                if (!_changedWhileLoading.Contains(key) && !_entries.ContainsKey(key))
                {
                    Enqueue(reminder);
                }
            }
        }
    }

    /// <summary>The table has a new definition.</summary>
    public void Set(Reminder reminder)
    {
        lock (_gate)
        {
            Forget(reminder.GrainId, reminder.Name);
            if (reminder.NextDue <= _horizon)
            {
                Enqueue(reminder);
            }
        }
    }

    /// <summary>The table no longer has it.</summary>
    public void Remove(GrainId grain, string name)
    {
        lock (_gate)
        {
            Forget(grain, name);
        }
    }

    /// <summary>Takes what is due, or tells when something will be.</summary>
    public bool TryTake(DateTimeOffset now, out Entry? entry, out DateTimeOffset? nextDue)
    {
        lock (_gate)
        {
            while (_queue.TryPeek(out entry, out var priority))
            {
                if (!IsCurrent(entry))
                {
                    _queue.Dequeue();
                    continue;
                }

                nextDue = priority.Due;
                if (priority.Due > now)
                {
                    return false;
                }

                _queue.Dequeue();
                return true;
            }

            nextDue = null;
            return false;
        }
    }

    /// <summary>True if nobody has changed or removed the reminder since it was taken.</summary>
    public bool IsUnchanged(Entry entry)
    {
        lock (_gate)
        {
            return IsCurrent(entry);
        }
    }

    /// <summary>The tick is over. Gives up the entry; the reminder comes back when it is due within the horizon.</summary>
    public void Complete(Entry entry, Reminder? advanced)
    {
        lock (_gate)
        {
            if (!IsCurrent(entry))
            {
                return;
            }

            Forget(entry.Reminder.GrainId, entry.Reminder.Name);
            if (advanced is not null && advanced.NextDue <= _horizon)
            {
                Enqueue(advanced);
            }
        }
    }

    private bool IsCurrent(Entry entry) =>
        _entries.TryGetValue((entry.Reminder.GrainId, entry.Reminder.Name), out var current) && current == entry;

    private void Forget(GrainId grain, string name)
    {
        _entries.Remove((grain, name));
        if (_isLoading)
        {
            _changedWhileLoading.Add((grain, name));
        }
    }

    private void Enqueue(Reminder reminder)
    {
        var entry = new Entry(reminder);
        _entries[(reminder.GrainId, reminder.Name)] = entry;
        _queue.Enqueue(entry, (reminder.NextDue, _number++));
    }

    /// <summary>One reminder in one definition.</summary>
    internal sealed class Entry(Reminder reminder)
    {
        public Reminder Reminder { get; } = reminder;
    }
}
