using Anchor.Embedded.Tests.Fakes;
using Anchor.Embedded.Tests.Grains;
using Orleans.Storage;

namespace Anchor.Embedded.Tests;

public sealed class StateTests
{
    [Fact]
    public async Task State_is_read_before_the_grain_is_told_that_it_starts()
    {
        var storage = new MemoryStorage();
        await using (var before = await TestRuntime.StartAsync(storage))
        {
            await before.Grains.GetGrain<ICounterGrain>("a").AddAsync(5);
            await before.Grains.GetGrain<ICounterGrain>("a").RememberAsync("word");
        }

        await using var runtime = await TestRuntime.StartAsync(storage);
        Assert.Equal(5, await runtime.Grains.GetGrain<ICounterGrain>("a").GetAsync());

        Assert.Equal("activated a with 5 word", runtime.Journal.Entries[0]);
    }

    [Fact]
    public async Task A_failed_read_fails_the_call_and_the_next_call_tries_again()
    {
        var storage = new MemoryStorage();
        await using var runtime = await TestRuntime.StartAsync(storage);
        storage.FailReads(1);
        var counter = runtime.Grains.GetGrain<ICounterGrain>("a");

        var failure = await Assert.ThrowsAsync<OrleansException>(counter.GetAsync);

        Assert.IsType<IOException>(failure.InnerException);
        Assert.Contains("scope ended", runtime.Journal.Entries);
        Assert.Equal(0, await counter.GetAsync());
    }

    [Fact]
    public async Task Every_call_that_waits_for_a_failing_start_fails()
    {
        var storage = new MemoryStorage();
        await using var runtime = await TestRuntime.StartAsync(storage);
        storage.FailReads(1);
        var pause = new TaskCompletionSource();
        storage.Pause = pause.Task;
        var counter = runtime.Grains.GetGrain<ICounterGrain>("a");

        var calls = Enumerable.Range(0, 10).Select(_ => counter.GetAsync()).ToArray();
        pause.SetResult();

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<OrleansException>(() => call);
        }
    }

    [Fact]
    public async Task A_write_with_a_stale_etag_throws_and_the_next_call_reads_the_truth()
    {
        var storage = new MemoryStorage();
        await using var first = await TestRuntime.StartAsync(storage);
        await using var second = await TestRuntime.StartAsync(storage);
        Assert.Equal(1, await first.Grains.GetGrain<ICounterGrain>("a").AddAsync(1));
        Assert.Equal(3, await second.Grains.GetGrain<ICounterGrain>("a").AddAsync(2));

        var counter = first.Grains.GetGrain<ICounterGrain>("a");
        await Assert.ThrowsAsync<InconsistentStateException>(() => counter.AddAsync(10));

        Assert.Equal(3, await counter.GetAsync());
        Assert.Contains("deactivated a ApplicationError", first.Journal.Entries);
    }

    [Fact]
    public async Task A_failed_write_is_an_exception_of_the_runtime_with_the_cause_inside()
    {
        var storage = new MemoryStorage();
        await using var runtime = await TestRuntime.StartAsync(storage);
        storage.FailWrites(1);

        var failure = await Assert.ThrowsAsync<OrleansException>(() =>
            runtime.Grains.GetGrain<ICounterGrain>("a").AddAsync(1)
        );

        Assert.IsType<IOException>(failure.InnerException);
    }

    [Fact]
    public async Task Writes_started_together_follow_each_other()
    {
        var storage = new MemoryStorage();
        await using var runtime = await TestRuntime.StartAsync(storage);
        var counter = runtime.Grains.GetGrain<ICounterGrain>("a");
        await counter.AddBesidesStorageAsync(4);
        var pause = new TaskCompletionSource();
        storage.Pause = pause.Task;

        var add = counter.AddBesidesStorageAsync(4);
        await TestRuntime.UntilAsync(() => storage.Waiting == 1);
        pause.SetResult();
        await add;

        Assert.Equal(8, await counter.GetAsync());
    }

    [Fact]
    public async Task A_cleared_state_is_empty_and_can_be_written_again()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var counter = runtime.Grains.GetGrain<ICounterGrain>("a");
        await counter.AddAsync(4);

        Assert.Equal(0, await counter.ClearAsync());
        Assert.Equal(2, await counter.AddAsync(2));
    }

    [Fact]
    public async Task Every_activation_has_a_scope_of_its_own()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await runtime.Grains.GetGrain<ICounterGrain>("a").GetAsync();
        await runtime.Grains.GetGrain<ICounterGrain>("b").GetAsync();

        await runtime.Grains.GetGrain<ICounterGrain>("a").EndAsync();
        await TestRuntime.UntilAsync(() => runtime.Journal.Count("scope ended") > 0);

        Assert.Equal(1, runtime.Journal.Count("scope ended"));
    }
}
