using Anchor.Embedded.Tests.Fakes;
using Orleans.Embedded;
using Orleans.Embedded.Reminders;

namespace Anchor.Embedded.Tests;

/// <summary>
/// One thread, a clock that moves when nothing else is left to do, and a seeded order of turns. A test that waits an hour
/// with <see cref="DelayAsync"/> takes no time, and sees everything that had to happen within the hour.
/// </summary>
internal sealed class Simulation
{
    private readonly SingleThreadScheduler _scheduler;
    private readonly int _seed;

    private Simulation(int seed)
    {
        _seed = seed;
        _scheduler = new SingleThreadScheduler(seed);
    }

    public ManualTimeProvider Time { get; } = new();

    /// <summary>Threads other than the one of the simulation that queued a turn.</summary>
    public IReadOnlyCollection<int> Strangers => _scheduler.Strangers;

    public static Simulation Run(Func<Simulation, Task> test, int seed = 1)
    {
        var simulation = new Simulation(seed);
        simulation._scheduler.Run(() => test(simulation), simulation.Time);
        return simulation;
    }

    public Task<TestRuntime> StartAsync(
        MemoryStorage? storage = null,
        IReminderTable? reminders = null,
        Action<EmbeddedRuntimeOptions>? configure = null
    ) =>
        TestRuntime.StartAsync(
            storage,
            reminders,
            Time,
            options =>
            {
                options.Scheduler = _scheduler;
                options.Random = new Random(_seed);
                configure?.Invoke(options);
            }
        );

    public Task DelayAsync(TimeSpan time) => Task.Delay(time, Time);
}
