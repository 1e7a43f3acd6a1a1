namespace Anchor.Grains.Sweep;

/// <summary>Wakes whatever is overdue: missed ticks, lost registrations, a move between runtimes. The key is the shard, "0".</summary>
[Alias("anchor.ISweepGrain")]
public interface ISweepGrain : IGrainWithStringKey
{
    [Alias("start")]
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Lets what a crash interrupted go on now, without waiting for its alarm; gives the number of grains that were called.</summary>
    [Alias("resume")]
    Task<int> ResumeAsync(CancellationToken cancellationToken);

    /// <summary>Sweeps once; gives the number of grains that were woken.</summary>
    [Alias("sweep")]
    Task<int> SweepAsync(CancellationToken cancellationToken);
}
