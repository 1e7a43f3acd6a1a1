namespace Anchor.Simulation.Engine;

/// <summary>The one thread of a run. Whatever comes in from another one has escaped to the thread pool, and the seed fails.</summary>
internal sealed class Home
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile string? _stranger;

    /// <summary>Where something came in from another thread; null while nothing did.</summary>
    public string? Stranger => _stranger;

    /// <summary>False on any other thread than the run's.</summary>
    public bool Check(string place)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            return true;
        }

        Escaped(place);
        return false;
    }

    /// <summary>Something of the run goes on elsewhere.</summary>
    public void Escaped(string place) =>
        _stranger ??= $"{place} by thread {Environment.CurrentManagedThreadId}:\n{Environment.StackTrace}";
}
