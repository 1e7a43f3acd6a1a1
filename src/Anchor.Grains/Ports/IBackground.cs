namespace Anchor.Grains.Ports;

/// <summary>Runs work off the grains' turns: on the thread pool in production, on its own scheduler in a simulation.</summary>
public interface IBackground
{
    /// <summary>Starts the work. What it throws is logged; whoever needs a result sends it to a grain.</summary>
    void Run(string name, Func<CancellationToken, Task> work);
}
