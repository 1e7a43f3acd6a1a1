namespace Anchor.Grains.Tests.Harness;

/// <summary>The storage said nothing: the write may be there or not.</summary>
internal sealed class UnknownOutcomeException() : Exception("The storage did not answer.");

/// <summary>Makes chosen writes throw, before or after they happened: the caller cannot tell which.</summary>
internal sealed class StoreFaults
{
    private readonly Lock _gate = new();
    private readonly List<(Func<string, bool> Which, bool After)> _armed = [];

    private Random? _random;
    private double _rate;

    private Action? _kill;
    private int _writesToLive;

    public int Thrown { get; private set; }

    /// <summary>The process dies right after this many more writes, or before the last of them is done.</summary>
    public void DieAfter(int writes, Action kill)
    {
        lock (_gate)
        {
            (_writesToLive, _kill) = (writes, kill);
        }
    }

    public bool IsDeadly
    {
        get
        {
            lock (_gate)
            {
                return _kill is not null;
            }
        }
    }

    /// <summary>The write at which the process was to die has come.</summary>
    public bool HasKilled { get; private set; }

    /// <summary>From now on every write fails with this probability, before or after it happened.</summary>
    public void FailAnywhere(Random random, double rate)
    {
        lock (_gate)
        {
            (_random, _rate) = (random, rate);
        }
    }

    public void FailNext(string write, bool afterwards)
    {
        lock (_gate)
        {
            _armed.Add((name => name.StartsWith(write, StringComparison.Ordinal), afterwards));
        }
    }

    public bool IsArmed
    {
        get
        {
            lock (_gate)
            {
                return _armed.Count > 0;
            }
        }
    }

    public async Task<T> WriteAsync<T>(string name, Func<Task<T>> write)
    {
        if (Dies())
        {
            throw new SiloDiedException();
        }

        var (before, after) = Take(name);
        if (before)
        {
            throw new UnknownOutcomeException();
        }

        var result = await write();
        return after ? throw new UnknownOutcomeException() : result;
    }

    private bool Dies()
    {
        Action kill;
        lock (_gate)
        {
            if (_kill is null || --_writesToLive > 0)
            {
                return false;
            }

            (kill, _kill) = (_kill, null);
            HasKilled = true;
        }

        kill();
        return true;
    }

    private (bool Before, bool After) Take(string name)
    {
        lock (_gate)
        {
            var i = _armed.FindIndex(fault => fault.Which(name));
            bool after;
            if (i >= 0)
            {
                after = _armed[i].After;
                _armed.RemoveAt(i);
            }
            else if (_random?.NextDouble() < _rate)
            {
                after = _random.Next(2) == 0;
            }
            else
            {
                return default;
            }

            Thrown++;
            return (!after, after);
        }
    }
}
