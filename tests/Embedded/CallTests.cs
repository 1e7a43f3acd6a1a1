using Anchor.Embedded.Tests.Grains;

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
}
