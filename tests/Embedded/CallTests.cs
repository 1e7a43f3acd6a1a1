using Anchor.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Embedded.Tests;

public sealed class CallTests
{
    [Fact]
    public async Task Fifty_concurrent_calls_on_one_key_run_one_at_a_time()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var counter = runtime.Grains.GetGrain<ICounterGrain>("a");

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => counter.AddSlowlyAsync()));

        Assert.Equal(Enumerable.Range(1, 50), results);
    }

    [Fact]
    public async Task A_call_waits_until_the_one_before_it_has_ended()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var gate = runtime.Grains.GetGrain<IGateGrain>("a");

        var first = gate.WriteAsync("1");
        var second = gate.WriteAsync("2");
        runtime.Journal.Open("2");
        await TestRuntime.UntilAsync(() => runtime.Journal.Count("write 1 begins") == 1);
        runtime.Journal.Open("1");
        await Task.WhenAll(first, second);

        Assert.Equal(["write 1 begins", "write 1 ends", "write 2 begins", "write 2 ends"], runtime.Journal.Entries);
    }

    [Fact]
    public void Read_only_calls_interleave_with_each_other_and_not_with_writes() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var journal = runtime.Journal;
            var gate = runtime.Grains.GetGrain<IGateGrain>("a");
            Task[] calls = [gate.ReadAsync("1"), gate.ReadAsync("2"), gate.WriteAsync("3"), gate.ReadAsync("4")];

            foreach (var name in "2134".Select(name => $"{name}"))
            {
                await simulation.DelayAsync(TimeSpan.FromSeconds(1));
                journal.Add("-");
                journal.Open(name);
            }

            await Task.WhenAll(calls);
            Assert.Equal(
                "read 1 begins,read 2 begins,-,read 2 ends,-,read 1 ends,write 3 begins,-,write 3 ends,read 4 begins,-,read 4 ends",
                string.Join(',', journal.Entries)
            );
        });

    [Fact]
    public async Task Calls_of_different_keys_run_beside_each_other()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var first = runtime.Grains.GetGrain<IGateGrain>("a").WriteAsync("1");
        var second = runtime.Grains.GetGrain<IGateGrain>("b").WriteAsync("2");

        await TestRuntime.UntilAsync(() => runtime.Journal.Entries.Count == 2);

        runtime.Journal.Open("1");
        runtime.Journal.Open("2");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task Everything_awaited_in_a_grain_continues_on_its_own_scheduler()
    {
        await using var runtime = await TestRuntime.StartAsync();

        Assert.True(await runtime.Grains.GetGrain<IGateGrain>("a").StaysOnItsSchedulerAsync());
    }

    [Fact]
    public void A_cycle_of_calls_ends_in_a_timeout() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var start = simulation.Time.GetUtcNow();

            await Assert.ThrowsAsync<TimeoutException>(() =>
                runtime.Grains.GetGrain<IGateGrain>("a").CycleAsync("b", 2)
            );

            Assert.InRange((simulation.Time.GetUtcNow() - start).TotalSeconds, 30, 33);
            Assert.Equal("a", await runtime.Grains.GetGrain<IGateGrain>("a").KeyAsync());
        });

    [Fact]
    public void A_call_that_timed_out_while_it_waited_is_not_run() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var gate = runtime.Grains.GetGrain<IGateGrain>("a");
            var running = gate.WriteAsync("1");
            var waiting = gate.SayAsync("never", CancellationToken.None);

            await simulation.DelayAsync(TimeSpan.FromSeconds(35));
            runtime.Journal.Open("1");
            await gate.SayAsync("later", CancellationToken.None);

            await Assert.ThrowsAsync<TimeoutException>(() => running);
            await Assert.ThrowsAsync<TimeoutException>(() => waiting);
            Assert.DoesNotContain("said never", runtime.Journal.Entries);
            Assert.Contains("said later", runtime.Journal.Entries);
        });

    [Fact]
    public void A_call_within_the_response_time_does_not_time_out() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var call = runtime.Grains.GetGrain<IGateGrain>("a").WriteAsync("1");

            await simulation.DelayAsync(TimeSpan.FromSeconds(29.9));
            runtime.Journal.Open("1");

            await call;
        });

    [Fact]
    public async Task A_call_cancelled_before_its_turn_is_not_run()
    {
        await using var runtime = await TestRuntime.StartAsync();
        using var cancelled = new CancellationTokenSource();
        var gate = runtime.Grains.GetGrain<IGateGrain>("a");
        var running = gate.WriteAsync("1");
        var waiting = gate.SayAsync("never", cancelled.Token);

        await cancelled.CancelAsync();
        runtime.Journal.Open("1");
        await running;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.DoesNotContain("said never", runtime.Journal.Entries);
    }

    [Fact]
    public async Task A_call_of_a_grain_to_itself_runs_after_the_call_that_made_it()
    {
        await using var runtime = await TestRuntime.StartAsync();
        runtime.Journal.Open("open");
        var gate = runtime.Grains.GetGrain<IGateGrain>("me");

        Assert.Equal("me", await gate.CallSelfAsync());
        await gate.KeyAsync();

        Assert.Equal("self called", runtime.Journal.Entries[0]);
        Assert.Equal(2, runtime.Journal.Count("write open ends"));
    }

    [Fact]
    public async Task A_read_only_call_may_await_another_one_of_the_same_grain()
    {
        await using var runtime = await TestRuntime.StartAsync();

        Assert.Equal("me", await runtime.Grains.GetGrain<IGateGrain>("me").ReadSelfAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exception_reaches_the_caller_with_its_type_and_stack(bool atOnce)
    {
        await using var runtime = await TestRuntime.StartAsync();
        var gate = runtime.Grains.GetGrain<IGateGrain>("a");

        var exception = await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
            atOnce ? gate.ThrowAtOnceAsync() : gate.ThrowAsync()
        );

        Assert.Contains(
            atOnce ? nameof(GateGrain.ThrowAtOnceAsync) : nameof(GateGrain.ThrowAsync),
            exception.StackTrace
        );
    }

    [Fact]
    public async Task A_reference_knows_its_grain()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var client = runtime.Services.GetRequiredService<IClusterClient>();

        var counter = client.GetGrain<ICounterGrain>("a/b");

        Assert.Equal("counter/a/b", counter.GetGrainId().ToString());
        Assert.Equal(GrainId.Parse("counter/a/b"), counter.GetGrainId());
        Assert.Equal("plain/x", client.GetGrain<IPlainGrain>("x").GetGrainId().ToString());
        Assert.Equal(counter, client.GetGrain<ICounterGrain>("a/b"));
        Assert.Equal("a/b", await counter.KeyAsync(CancellationToken.None));
        Assert.Throws<ArgumentException>(() => client.GetGrain<ICounterGrain>(" "));
        Assert.Throws<InvalidCastException>(() => counter.AsReference<IPlainGrain>());
    }
}
