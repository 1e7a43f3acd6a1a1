using Anchor.Embedded.Tests.Grains;

namespace Anchor.Embedded.Tests;

public sealed class SchedulerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_an_injected_scheduler_and_clock_no_turn_leaves_the_thread(int seed)
    {
        var (entries, strangers) = Simulate(seed);

        var thread = $"{Environment.CurrentManagedThreadId} ";
        Assert.All(entries, entry => Assert.StartsWith(thread, entry, StringComparison.Ordinal));
        Assert.Empty(strangers);
        foreach (var expected in new[] { "timer", "reminder", "deactivated", "visited 6" })
        {
            Assert.Contains(entries, entry => entry.EndsWith($" {expected}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_seed_replays_exactly_and_another_one_differs()
    {
        Assert.Equal(Simulate(7).Entries, Simulate(7).Entries);
        Assert.NotEqual(Simulate(7).Entries, Simulate(8).Entries);
    }

    private static (IReadOnlyList<string> Entries, IReadOnlyCollection<int> Strangers) Simulate(int seed)
    {
        IReadOnlyList<string> entries = [];
        var simulation = Simulation.Run(
            async simulation =>
            {
                await using var runtime = await simulation.StartAsync();
                var wanderers = Enumerable
                    .Range(0, 3)
                    .Select(number => runtime.Grains.GetGrain<IWandererGrain>($"w{number}"))
                    .ToArray();
                await Task.WhenAll(wanderers.Select(wanderer => wanderer.StartAsync()));
                await Task.WhenAll(wanderers.Select(wanderer => wanderer.VisitAsync(6)));
                await simulation.DelayAsync(TimeSpan.FromMinutes(20));
                await runtime.StopAsync();
                entries = runtime.Journal.Entries;
            },
            seed
        );
        return (entries, simulation.Strangers);
    }
}
