namespace Anchor.Sandbox.History;

/// <summary>Something with a place in the ledger's history (SEP-35).</summary>
internal interface IHistoryRecord
{
    long Id { get; }
}

/// <summary>Records in ascending order of their ids. One writer appends while any number of readers read, without a lock.</summary>
internal sealed class HistoryLog<T>
    where T : class, IHistoryRecord
{
    private T[] _items = [];
    private int _count;

    public void Append(T item)
    {
        if (_count == _items.Length)
        {
            var grown = new T[Math.Max(4, _count * 2)];
            _items.CopyTo(grown, 0);
            Volatile.Write(ref _items, grown);
        }

        _items[_count] = item;
        // A reader that sees the new count sees the item and the array that holds it.
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>Records after the cursor, below <paramref name="end"/>, oldest first.</summary>
    public IEnumerable<T> After(long cursor, long end)
    {
        var (items, count) = Snapshot();
        for (var i = FirstAbove(items, count, cursor); i < count && items[i].Id < end; i++)
        {
            yield return items[i];
        }
    }

    /// <summary>Records before the cursor and below <paramref name="end"/>, newest first.</summary>
    public IEnumerable<T> Before(long cursor, long end)
    {
        var (items, count) = Snapshot();
        for (var i = FirstAbove(items, count, Math.Min(cursor, end) - 1) - 1; i >= 0; i--)
        {
            yield return items[i];
        }
    }

    private (T[] Items, int Count) Snapshot()
    {
        var count = Volatile.Read(ref _count);
        return (Volatile.Read(ref _items), count);
    }

    private static int FirstAbove(T[] items, int count, long id)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (items[middle].Id <= id)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
