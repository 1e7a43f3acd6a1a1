namespace Anchor.Storage.Commits;

/// <summary>
/// Collects units while a commit runs and cuts them into batches: no row stands in a batch twice, and the units of one
/// row keep the order in which they arrived.
/// </summary>
internal sealed class BatchQueue(int maxUnits)
{
    private readonly object _gate = new();
    private readonly HashSet<(string Table, string Key)> _rows = [];
    private List<PendingUnit> _waiting = [];
    private List<PendingUnit> _left = [];
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public void Add(PendingUnit unit)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IDatabase));
            _waiting.Add(unit);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>After this no unit is taken in; those that wait are still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for units and moves the next batch into <paramref name="batch"/>; false when closed and empty.</summary>
    public bool Take(List<PendingUnit> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            Cut(batch);
        }

        batch.Sort(PendingUnit.CompareKeys);
        return true;
    }

    private void Cut(List<PendingUnit> batch)
    {
        _rows.Clear();
        _left.Clear();
        foreach (var unit in _waiting)
        {
            // A unit that is left out still claims its rows: what comes after it may not overtake it.
            if (Claim(unit) && batch.Count < maxUnits)
            {
                batch.Add(unit);
            }
            else
            {
                _left.Add(unit);
            }
        }

        (_waiting, _left) = (_left, _waiting);
    }

    private bool Claim(PendingUnit unit)
    {
        var free = true;
        foreach (var operation in unit.Operations)
        {
            free &= !_rows.Contains((operation.Table, operation.Key));
        }

        foreach (var operation in unit.Operations)
        {
            _rows.Add((operation.Table, operation.Key));
        }

        return free;
    }
}
