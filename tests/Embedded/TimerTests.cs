using Anchor.Embedded.Tests.Grains;

namespace Anchor.Embedded.Tests;

public sealed class TimerTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_timer_ticks_every_period_until_it_is_disposed() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.StartTimerAsync(new(2 * s_second, 3 * s_second));

            await simulation.DelayAsync(8.5 * s_second);
            Assert.Equal(3, runtime.Journal.Count("tick"));

            await clock.StopTimerAsync();
            await simulation.DelayAsync(s_minute);
            Assert.Equal(3, runtime.Journal.Count("tick"));
        });

    [Fact]
    public void A_timer_that_fails_is_logged_and_ticks_again() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.StartTimerAsync(new(s_second, s_second), fails: true);

            await simulation.DelayAsync(3.5 * s_second);

            Assert.Equal(3, runtime.Journal.Count("tick"));
            Assert.Contains(runtime.Log.Lines, line => line.Contains("The tick failed.", StringComparison.Ordinal));
        });

    [Fact]
    public void A_changed_timer_ticks_at_the_new_time() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.StartTimerAsync(new(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
            await simulation.DelayAsync(s_minute);
            Assert.Equal(0, runtime.Journal.Count("tick"));

            await clock.ChangeTimerAsync(5 * s_second, Timeout.InfiniteTimeSpan);
            await simulation.DelayAsync(4.9 * s_second);
            Assert.Equal(0, runtime.Journal.Count("tick"));
            await simulation.DelayAsync(s_minute);
            Assert.Equal(1, runtime.Journal.Count("tick"));
        });

    [Fact]
    public void A_tick_waits_for_the_running_call() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.StartTimerAsync(new(s_second, s_minute));
            var call = clock.WaitAsync("1");

            await simulation.DelayAsync(5 * s_second);
            Assert.Equal(0, runtime.Journal.Count("tick"));
            runtime.Journal.Open("1");
            await call;
            await simulation.DelayAsync(s_second);

            Assert.Equal(1, runtime.Journal.Count("tick"));
        });

    [Fact]
    public void A_call_waits_for_the_running_tick() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.StartTimerAsync(new(s_second, s_minute), gate: "1");
            await simulation.DelayAsync(2 * s_second);

            var call = clock.HasReminderAsync("none");
            await simulation.DelayAsync(5 * s_second);
            Assert.False(call.IsCompleted);
            runtime.Journal.Open("1");

            await call;
        });

    [Fact]
    public void An_interleaving_tick_does_not_wait() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.StartTimerAsync(new(s_second, s_second) { Interleave = true });
            var call = clock.WaitAsync("1");

            await simulation.DelayAsync(2.5 * s_second);

            Assert.False(call.IsCompleted);
            Assert.Equal(2, runtime.Journal.Count("tick"));
            runtime.Journal.Open("1");
            await call;
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ticks_keep_the_grain_alive_only_when_asked_to(bool keepAlive) =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.StartTimerAsync(new(s_minute, s_minute) { KeepAlive = keepAlive });

            await simulation.DelayAsync(30.5 * s_minute);

            Assert.Equal(keepAlive ? 0 : 1, runtime.Journal.Count("ended ActivationIdle"));
            Assert.InRange(runtime.Journal.Count("tick"), keepAlive ? 30 : 14, keepAlive ? 30 : 17);
        });
}
