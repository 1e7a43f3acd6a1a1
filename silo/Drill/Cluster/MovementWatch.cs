using System.Collections.Concurrent;

namespace Anchor.Silo.Drill.Cluster;

/// <summary>
/// How long open transactions stand still after a kill, by their rows. Which grains a silo held is not known from outside; but no more
/// than its share of the open ones can have been there, so the slowest of each kill bound what the dead silo's had to wait.
/// </summary>
internal sealed class MovementWatch(DrillDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);
    private readonly List<Task> _watches = [];

    /// <summary>Seconds until each transaction that was open at a killed silo's end moved, kill by kill.</summary>
    public ConcurrentBag<IReadOnlyList<double>> Kills { get; } = [];

    /// <summary>From now on; call it right at the kill.</summary>
    public void Begin(CancellationToken cancellationToken) => _watches.Add(WatchAsync(cancellationToken));

    public Task EndAsync() => Task.WhenAll(_watches);

    /// <summary>The slowest share of each kill, in order.</summary>
    public IReadOnlyList<double> Slowest(int silos) =>
        [.. Kills.SelectMany(kill => kill.OrderDescending().Take((kill.Count + silos - 1) / silos)).Order()];

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        var still = await database.ReadOpenAsync(cancellationToken);
        List<double> moved = [];
        while (still.Count > 0 && time.GetElapsedTime(since) < Longest)
        {
            await Task.Delay(Look, time, cancellationToken);
            var now = await database.ReadVersionsAsync([.. still.Keys], cancellationToken);
            foreach (var (id, version) in now.Where(row => still[row.Key] != row.Value))
            {
                still.Remove(id);
                moved.Add(time.GetElapsedTime(since).TotalSeconds);
            }
        }

        moved.AddRange(Enumerable.Repeat(Longest.TotalSeconds, still.Count));
        Kills.Add(moved);
    }
}
