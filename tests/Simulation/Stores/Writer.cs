using System.Collections.Immutable;
using Anchor.Simulation.World;

namespace Anchor.Simulation.Stores;

/// <summary>One row of a unit: what it demands of the row that is there, and what it makes of it.</summary>
/// <param name="IsRequired">The whole unit is refused if it does not fit; if not, only this row stays as it is.</param>
internal sealed record RowWrite(string Key, bool IsRequired, Func<bool> Fits, Action Apply);

/// <summary>The storage said nothing: the rows may be written or not.</summary>
internal sealed class OutcomeUnknownException() : Exception("A commit failed and its outcome is unknown.");

/// <summary>
/// One process' group commit: what arrives while a commit is under way shares the next one, no row stands in a commit twice, each row
/// is judged by itself, and a commit that fails is unknown to all that shared it.
/// </summary>
internal sealed class Writer(SimWorld world, Process process)
{
    private readonly List<Unit> _waiting = [];
    private bool _isCommitting;

    /// <summary>Which rows of the unit changed, or null if it was refused.</summary>
    public Task<ImmutableArray<bool>?> WriteAsync(string step, params ImmutableArray<RowWrite> rows)
    {
        var unit = new Unit(world.Faults.Name(step), rows);
        world.Trace.Add(unit.Name);
        _waiting.Add(unit);
        if (!_isCommitting)
        {
            _isCommitting = true;
            world.Timeline.After(world.Latency($"{unit.Name} commit"), Commit);
        }

        return unit.Done.Task;
    }

    private void Commit()
    {
        if (!process.IsAlive)
        {
            return;
        }

        var batch = Cut();
        var fault = batch
            .Select(unit => world.Faults.At(StepKind.Write, unit.Name))
            .FirstOrDefault(f => f != Fault.None);
        if (fault == Fault.DiesBefore)
        {
            process.Die();
            return;
        }

        if (fault != Fault.Lost)
        {
            batch.ForEach(Apply);
            world.Rules.AfterCommit();
        }

        if (fault == Fault.DiesAfter)
        {
            process.Die();
            return;
        }

        process.Meet(fault);
        GoOn();
        foreach (var unit in batch)
        {
            if (fault is Fault.Lost or Fault.Kept)
            {
                unit.Done.SetException(new OutcomeUnknownException());
            }
            else
            {
                unit.Done.SetResult(unit.Changed);
            }
        }
    }

    private void GoOn()
    {
        _isCommitting = _waiting.Count > 0;
        if (_isCommitting)
        {
            world.Timeline.After(world.Latency($"{_waiting[0].Name} commit"), Commit);
        }
    }

    /// <summary>A unit that is left out still claims its rows: what comes after it may not overtake it.</summary>
    private List<Unit> Cut()
    {
        var claimed = new HashSet<string>(StringComparer.Ordinal);
        var batch = new List<Unit>();
        var left = new List<Unit>();
        foreach (var unit in _waiting)
        {
            var isFree = unit.Rows.All(row => !claimed.Contains(row.Key));
            claimed.UnionWith(unit.Rows.Select(row => row.Key));
            (isFree ? batch : left).Add(unit);
        }

        _waiting.Clear();
        _waiting.AddRange(left);
        batch.Sort(static (left, right) => string.CompareOrdinal(left.Rows[0].Key, right.Rows[0].Key));
        return batch;
    }

    private static void Apply(Unit unit)
    {
        var fits = unit.Rows.Select(row => row.Fits()).ToImmutableArray();
        if (unit.Rows.Where((row, i) => row.IsRequired && !fits[i]).Any())
        {
            return;
        }

        for (var i = 0; i < fits.Length; i++)
        {
            if (fits[i])
            {
                unit.Rows[i].Apply();
            }
        }

        unit.Changed = fits;
    }

    private sealed class Unit(string name, ImmutableArray<RowWrite> rows)
    {
        public string Name => name;

        public ImmutableArray<RowWrite> Rows => rows;

        public TaskCompletionSource<ImmutableArray<bool>?> Done { get; } = new();

        public ImmutableArray<bool>? Changed { get; set; }
    }
}
