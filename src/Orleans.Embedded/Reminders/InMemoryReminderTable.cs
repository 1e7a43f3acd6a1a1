using Orleans.Runtime;

namespace Orleans.Embedded.Reminders;

/// <summary>Reminders that live as long as the object does: for tests and simulations.</summary>
public sealed class InMemoryReminderTable : IReminderTable
{
    private static readonly Comparer<Reminder> s_order = Comparer<Reminder>.Create(Compare);

    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId Grain, string Name), Reminder> _byName = [];
    private long _registrations;
    private readonly SortedSet<Reminder> _byDue = new(s_order);

    public Task<string> UpsertAsync(
        GrainId grainId,
        string name,
        DateTimeOffset firstTick,
        TimeSpan period,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            var etag = $"{++_registrations}";
            Forget(grainId, name);
            Add(new Reminder(grainId, name, firstTick, period, firstTick, etag));
            return Task.FromResult(etag);
        }
    }

    public Task<Reminder?> ReadAsync(GrainId grainId, string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_byName.GetValueOrDefault((grainId, name)));
        }
    }

    public Task<bool> RemoveAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        lock (_gate)
        {
            var found = Find(reminder) is not null;
            if (found)
            {
                Forget(reminder.GrainId, reminder.Name);
            }

            return Task.FromResult(found);
        }
    }

    public Task<IReadOnlyList<Reminder>> ReadDueAsync(
        Reminder? after,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            var first = _byDue.Min;
            if (first is null || first.NextDue > until)
            {
                return Task.FromResult<IReadOnlyList<Reminder>>([]);
            }

            var from = after is null || s_order.Compare(after, first) < 0 ? first : after;
            var last = _byDue.Max!;
            var later = s_order.Compare(from, last) > 0 ? [] : _byDue.GetViewBetween(from, last);
            return Task.FromResult<IReadOnlyList<Reminder>>([
                .. later
                    .SkipWhile(reminder => after is not null && s_order.Compare(reminder, after) == 0)
                    .TakeWhile(reminder => reminder.NextDue <= until)
                    .Take(limit),
            ]);
        }
    }

    public Task<bool> AdvanceAsync(Reminder reminder, DateTimeOffset nextDue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        lock (_gate)
        {
            if (Find(reminder) is not { } stored)
            {
                return Task.FromResult(false);
            }

            Forget(reminder.GrainId, reminder.Name);
            Add(stored with { NextDue = nextDue });
            return Task.FromResult(true);
        }
    }

    private static int Compare(Reminder? left, Reminder? right)
    {
        var byDue = left!.NextDue.CompareTo(right!.NextDue);
        var byGrain = byDue != 0 ? byDue : string.CompareOrdinal(left.GrainId.ToString(), right.GrainId.ToString());
        return byGrain != 0 ? byGrain : string.CompareOrdinal(left.Name, right.Name);
    }

    private Reminder? Find(Reminder reminder) =>
        _byName.TryGetValue((reminder.GrainId, reminder.Name), out var stored)
        && string.Equals(stored.ETag, reminder.ETag, StringComparison.Ordinal)
            ? stored
            : null;

    private void Add(Reminder reminder)
    {
        _byName.Add((reminder.GrainId, reminder.Name), reminder);
        _byDue.Add(reminder);
    }

    private void Forget(GrainId grainId, string name)
    {
        if (_byName.Remove((grainId, name), out var stored))
        {
            _byDue.Remove(stored);
        }
    }
}
