using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Anchor.Sandbox;

/// <summary>The faults that are switched on. The same seed and the same order of opportunities give the same faults. Thread-safe.</summary>
public sealed class FaultBoard<TKind>
    where TKind : struct, Enum
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKind, Progress> _progress = [];
    private ImmutableDictionary<TKind, Fault> _faults = ImmutableDictionary<TKind, Fault>.Empty;
    private Random _random = new(1);
    private int _seed = 1;

    public int Seed
    {
        get
        {
            lock (_gate)
            {
                return _seed;
            }
        }
    }

    /// <summary>What is switched on.</summary>
    public IReadOnlyDictionary<TKind, Fault> Faults
    {
        get
        {
            lock (_gate)
            {
                return _faults;
            }
        }
    }

    /// <summary>How often each kind has struck since it was set.</summary>
    public IReadOnlyDictionary<TKind, int> Struck
    {
        get
        {
            lock (_gate)
            {
                return _progress.Where(p => p.Value.Struck > 0).ToDictionary(p => p.Key, p => p.Value.Struck);
            }
        }
    }

    public void Set(TKind kind, Fault fault)
    {
        lock (_gate)
        {
            _faults = _faults.SetItem(kind, fault);
            _progress[kind] = default;
        }
    }

    public void Clear(TKind kind)
    {
        lock (_gate)
        {
            _faults = _faults.Remove(kind);
        }
    }

    /// <summary>Replaces all faults and starts the dice anew.</summary>
    public void Replace(IEnumerable<KeyValuePair<TKind, Fault>> faults, int seed)
    {
        lock (_gate)
        {
            _faults = faults.ToImmutableDictionary();
            _progress.Clear();
            _random = new Random(seed);
            _seed = seed;
        }
    }

    /// <summary>Takes one opportunity: the fault if it strikes, otherwise null.</summary>
    public Fault? Strike(TKind kind, string path = "")
    {
        // Without a lock, since nearly every request of nearly every run finds nothing here.
        if (
            !Volatile.Read(ref _faults).TryGetValue(kind, out var fault)
            || (fault.Path is { } prefix && !path.StartsWith(prefix, StringComparison.Ordinal))
        )
        {
            return null;
        }

        lock (_gate)
        {
            var progress = _progress.GetValueOrDefault(kind);
            var strikes =
                progress.Seen >= fault.Skip
                && (fault.Count is not { } count || progress.Struck < count)
                && (fault.Probability >= 1 || _random.NextDouble() < fault.Probability);
            _progress[kind] = new Progress(progress.Seen + 1, progress.Struck + (strikes ? 1 : 0));
            return strikes ? fault : null;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Progress(int Seen, int Struck);
}
