using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Harness;

/// <summary>Counts the steps of money, and says at which the process is to die.</summary>
internal sealed class StepWatcher
{
    private readonly Lock _gate = new();
    private readonly Dictionary<MoneyStep, int> _counts = [];
    private MoneyStep? _deadly;
    private int _passes;

    /// <summary>The process died at the step that was chosen.</summary>
    public bool HasDied { get; private set; }

    public int this[MoneyStep step]
    {
        get
        {
            lock (_gate)
            {
                return _counts.GetValueOrDefault(step);
            }
        }
    }

    /// <summary>The next time but <paramref name="passes"/> that the step is reached, the process dies there.</summary>
    public void DieAt(MoneyStep step, int passes = 0)
    {
        lock (_gate)
        {
            (_deadly, _passes) = (step, passes);
            HasDied = false;
        }
    }

    /// <summary>No step is deadly any more.</summary>
    public void Spare()
    {
        lock (_gate)
        {
            _deadly = null;
        }
    }

    public bool Reached(MoneyStep step)
    {
        lock (_gate)
        {
            _counts[step] = _counts.GetValueOrDefault(step) + 1;
            if (_deadly != step || _passes-- > 0)
            {
                return false;
            }

            _deadly = null;
            return true;
        }
    }

    public void Died() => HasDied = true;
}
