using Anchor.Embedded.Tests.Grains;

namespace Anchor.Embedded.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Calls_that_waited_when_the_grain_asked_for_its_end_land_on_a_new_activation()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var gate = runtime.Grains.GetGrain<IGateGrain>("a");
        var ending = gate.WaitAndEndAsync("1");

        var waiting = Enumerable.Range(0, 20).Select(_ => gate.KeyAsync()).ToArray();
        runtime.Journal.Open("1");
        await ending;

        Assert.All(await Task.WhenAll(waiting), key => Assert.Equal("a", key));
    }

    [Fact]
    public async Task Calls_that_race_with_deactivations_are_neither_lost_nor_failed()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var counter = runtime.Grains.GetGrain<ICounterGrain>("a");

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 2000),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) =>
            {
                if (number % 10 == 0)
                {
                    await counter.EndAsync();
                }
                else
                {
                    await counter.AddAsync(1);
                }
            }
        );

        Assert.Equal(1800, await counter.GetAsync());
        var lives = runtime.Journal.Entries.Where(entry => entry.Contains("activated a", StringComparison.Ordinal));
        Assert.All(lives.Chunk(2), pair => Assert.StartsWith("activated", pair[0], StringComparison.Ordinal));
        Assert.All(
            lives.Chunk(2).Where(pair => pair.Length == 2),
            pair => Assert.StartsWith("deactivated", pair[1], StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_grain_that_asks_for_its_end_while_it_starts_serves_a_call_each_time()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var stubborn = runtime.Grains.GetGrain<IStubbornGrain>("a");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stubborn.CallAsync()));
        await TestRuntime.UntilAsync(() => runtime.Journal.Count("neighbour neighbour") == 5);

        Assert.Equal([1, 1, 1, 1, 1], answers);
        Assert.Contains(runtime.Log.Lines, line => line.Contains("The end failed.", StringComparison.Ordinal));
    }

    [Fact]
    public void An_idle_activation_ends_and_a_used_one_does_not() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            await runtime.Grains.GetGrain<ICounterGrain>("idle").GetAsync();

            for (var minute = 0; minute < 20; minute++)
            {
                await runtime.Grains.GetGrain<ICounterGrain>("used").GetAsync();
                await simulation.DelayAsync(TimeSpan.FromMinutes(1));
                Assert.InRange(
                    runtime.Journal.Count("deactivated idle ActivationIdle"),
                    minute < 15 ? 0 : 1,
                    minute < 14 ? 0 : 1
                );
            }

            Assert.DoesNotContain("deactivated used ActivationIdle", runtime.Journal.Entries);
            await runtime.Grains.GetGrain<ICounterGrain>("idle").GetAsync();
            Assert.Equal(2, runtime.Journal.Count("activated idle with 0 "));
        });

    [Fact]
    public async Task A_stop_lets_running_calls_end_tells_the_grains_and_refuses_new_calls()
    {
        var runtime = await TestRuntime.StartAsync();
        await runtime.Grains.GetGrain<ICounterGrain>("a").GetAsync();
        var running = runtime.Grains.GetGrain<IGateGrain>("g").WriteAsync("1");
        var accepted = runtime.Grains.GetGrain<IGateGrain>("g").KeyAsync();
        await TestRuntime.UntilAsync(() => runtime.Journal.Count("write 1 begins") == 1);

        var stop = runtime.StopAsync();
        await TestRuntime.UntilAsync(() => runtime.Grains.GetGrain<IGateGrain>("x").KeyAsync().IsFaulted);
        Assert.False(stop.IsCompleted);
        runtime.Journal.Open("1");
        await stop;

        await running;
        Assert.Equal("g", await accepted);
        Assert.Contains("deactivated a ShuttingDown", runtime.Journal.Entries);
        await Assert.ThrowsAsync<OrleansException>(() => runtime.Grains.GetGrain<IGateGrain>("x").KeyAsync());
        await runtime.DisposeAsync();
    }

    [Fact]
    public void A_call_that_runs_while_the_runtime_stops_finds_the_grains_it_needs_still_active() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            await runtime.Grains.GetGrain<ICounterGrain>("a").GetAsync();
            var running = runtime.Grains.GetGrain<IGateGrain>("g").WaitAndCountAsync("1", "a");
            await simulation.DelayAsync(TimeSpan.FromSeconds(1));

            var stop = runtime.StopAsync();
            await simulation.DelayAsync(TimeSpan.FromSeconds(1));
            runtime.Journal.Open("1");
            await stop;

            await running;
            Assert.Single(runtime.Journal.Entries, entry => entry.StartsWith("activated a", StringComparison.Ordinal));
            Assert.Single(runtime.Journal.Entries, "deactivated a ShuttingDown");
        });

    [Fact]
    public void A_stop_ends_when_the_grace_period_is_over() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var stuck = runtime.Grains.GetGrain<IGateGrain>("g").WriteAsync("never");
            await simulation.DelayAsync(TimeSpan.FromSeconds(1));
            var start = simulation.Time.GetUtcNow();

            await runtime.StopAsync();

            Assert.Equal(20, (simulation.Time.GetUtcNow() - start).TotalSeconds);
            await Assert.ThrowsAsync<OrleansException>(() => stuck);
            Assert.Contains(runtime.Log.Lines, line => line.Contains("grace period", StringComparison.Ordinal));
        });

    [Fact]
    public async Task Stateless_workers_of_one_key_run_beside_each_other_up_to_their_limit()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var worker = runtime.Grains.GetGrain<IWorkerGrain>("w");

        var calls = Enumerable.Range(0, 5).Select(number => worker.WorkAsync($"{number}")).ToArray();
        await TestRuntime.UntilAsync(() => runtime.Journal.Entries.Count == 3);
        runtime.Journal.Open("3");
        runtime.Journal.Open("4");
        Assert.Equal(3, runtime.Journal.Entries.Count);
        runtime.Journal.Open("1");
        await TestRuntime.UntilAsync(() => runtime.Journal.Entries.Count == 4);
        runtime.Journal.Open("0");
        runtime.Journal.Open("2");

        await Task.WhenAll(calls);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => worker.EndAsync()));
    }
}
