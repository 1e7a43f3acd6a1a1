using Anchor.Embedded.Tests.Fakes;
using Anchor.Embedded.Tests.Grains;
using Orleans.Embedded.Reminders;

namespace Anchor.Embedded.Tests;

public sealed class ReminderTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_reminder_ticks_when_due_and_then_every_period() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            await runtime.Grains.GetGrain<IClockGrain>("a").RemindAsync("r", 5 * s_minute, 2 * s_minute);

            await simulation.DelayAsync(10 * s_minute);

            Assert.Equal(["a r 00:05:00", "a r 00:07:00", "a r 00:09:00"], runtime.Journal.Entries);
        });

    [Fact]
    public void A_removed_reminder_ticks_no_more() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.RemindAsync("r", s_minute, s_minute);
            Assert.True(await clock.HasReminderAsync("r"));
            await simulation.DelayAsync(1.5 * s_minute);

            Assert.True(await clock.ForgetAsync("r"));
            await simulation.DelayAsync(10 * s_minute);

            Assert.Single(runtime.Journal.Entries, "a r 00:01:00");
            Assert.False(await clock.HasReminderAsync("r"));
            Assert.False(await clock.ForgetAsync("r"));
        });

    [Fact]
    public void A_registration_that_was_replaced_cannot_be_removed() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.RemindAsync("r", s_minute, s_minute);

            await Assert.ThrowsAsync<ReminderException>(() => clock.ForgetTwiceAsync("r"));
        });

    [Fact]
    public void A_reminder_registered_again_takes_the_new_times_also_from_its_own_tick() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.RemindAsync("again", 10 * s_minute, s_minute);
            await clock.RemindAsync("again", s_minute, s_minute);
            await clock.RemindAsync("once", s_minute, s_minute);

            await simulation.DelayAsync(12 * s_minute);

            Assert.Equal(
                ["a again 00:01:00", "a again 00:06:00", "a again 00:11:00", "a once 00:01:00"],
                runtime.Journal.Entries.Order(StringComparer.Ordinal)
            );
            Assert.False(await clock.HasReminderAsync("once"));
        });

    [Fact]
    public void A_tick_that_registers_its_reminder_again_costs_one_write() =>
        Simulation.Run(async simulation =>
        {
            var table = new CountingReminderTable();
            await using var runtime = await simulation.StartAsync(reminders: table);
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");
            await clock.RemindAsync("again", s_minute, s_minute);
            await clock.RemindAsync("r", s_minute, 5 * s_minute);

            await simulation.DelayAsync(7 * s_minute);

            Assert.Equal(4, runtime.Journal.Entries.Count);
            Assert.Equal(2, table.Advances);
        });

    [Fact]
    public void A_period_shorter_than_the_window_misses_no_tick() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync(configure: options =>
                options.MinimumReminderPeriod = TimeSpan.FromSeconds(1)
            );
            var second = TimeSpan.FromSeconds(1);
            await runtime.Grains.GetGrain<IClockGrain>("a").RemindAsync("r", second, second);

            await simulation.DelayAsync(60.5 * second);

            Assert.Equal(60, runtime.Journal.Entries.Count);
        });

    [Fact]
    public void A_reminder_that_fails_is_logged_and_ticks_again() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            await runtime.Grains.GetGrain<IClockGrain>("a").RemindAsync("fails", s_minute, s_minute);

            await simulation.DelayAsync(2.5 * s_minute);

            Assert.Equal(["a fails 00:01:00", "a fails 00:02:00"], runtime.Journal.Entries);
            Assert.Contains(runtime.Log.Lines, line => line.Contains("The reminder failed.", StringComparison.Ordinal));
        });

    [Fact]
    public void Reminders_survive_a_restart_and_ticks_missed_meanwhile_come_soon_and_once() =>
        Simulation.Run(async simulation =>
        {
            var table = new InMemoryReminderTable();
            await using (var before = await simulation.StartAsync(reminders: table))
            {
                await before.Grains.GetGrain<IClockGrain>("a").RemindAsync("r", s_minute, 10 * s_minute);
            }

            await simulation.DelayAsync(25 * s_minute);
            await using var runtime = await simulation.StartAsync(reminders: table);
            await simulation.DelayAsync(10 * s_minute);

            Assert.Equal(["a r 00:25:00", "a r 00:31:00"], runtime.Journal.Entries);
        });

    [Fact]
    public void A_tick_that_a_crash_interrupted_comes_again() =>
        Simulation.Run(async simulation =>
        {
            var table = new InMemoryReminderTable();
            await using var crashed = await simulation.StartAsync(reminders: table);
            await crashed.Grains.GetGrain<IClockGrain>("a").RemindAsync("waits", s_minute, TimeSpan.FromDays(1));
            await simulation.DelayAsync(s_minute + TimeSpan.FromSeconds(1));
            Assert.Single(crashed.Journal.Entries);

            await using var runtime = await simulation.StartAsync(reminders: table);
            await simulation.DelayAsync(TimeSpan.FromSeconds(1));

            Assert.Equal(["a waits 00:01:01"], runtime.Journal.Entries);
            crashed.Journal.Open("waits");
            runtime.Journal.Open("waits");
        });

    [Fact]
    public void Ten_thousand_due_reminders_all_tick_once_a_limited_number_at_once() =>
        Simulation.Run(async simulation =>
        {
            var table = new CountingReminderTable();
            var now = simulation.Time.GetUtcNow();
            for (var number = 0; number < 10_000; number++)
            {
                var id = GrainId.Create("pacer", $"{number}");
                await table.UpsertAsync(id, "r", now, TimeSpan.FromDays(1), CancellationToken.None);
            }

            await using var runtime = await simulation.StartAsync(
                reminders: table,
                configure: options =>
                {
                    options.MaxConcurrentReminderTicks = 10;
                    options.ReminderPageSize = 100;
                }
            );
            await simulation.DelayAsync(5 * s_minute);

            Assert.Equal(10_000, runtime.Journal.Entries.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(10_000, runtime.Journal.Entries.Count);
            Assert.InRange(PacerGrain.Most(runtime.Journal), 5, 10);
            Assert.InRange(table.Loads, 101, 120);
        });

    [Fact]
    public void Idle_reminders_are_not_read() =>
        Simulation.Run(async simulation =>
        {
            var table = new CountingReminderTable();
            var due = simulation.Time.GetUtcNow().AddDays(1);
            for (var number = 0; number < 1000; number++)
            {
                var id = GrainId.Create("clock", $"{number}");
                await table.UpsertAsync(id, "r", due, s_minute, CancellationToken.None);
            }

            await using var runtime = await simulation.StartAsync(reminders: table);
            await simulation.DelayAsync(30 * s_minute);

            Assert.InRange(table.Loads, 55, 65);
            Assert.Equal(0, table.Loaded);
        });

    [Fact]
    public void A_table_that_fails_is_asked_again_and_no_tick_is_lost() =>
        Simulation.Run(async simulation =>
        {
            var table = new CountingReminderTable();
            var now = simulation.Time.GetUtcNow();
            var id = GrainId.Create("clock", "a");
            await table.UpsertAsync(id, "r", now, TimeSpan.FromDays(1), CancellationToken.None);
            table.Fail(2);

            await using var runtime = await simulation.StartAsync(reminders: table);
            await simulation.DelayAsync(TimeSpan.FromSeconds(10));

            Assert.Single(runtime.Journal.Entries);
        });

    [Fact]
    public void Wrong_registrations_are_refused() =>
        Simulation.Run(async simulation =>
        {
            await using var runtime = await simulation.StartAsync();
            var clock = runtime.Grains.GetGrain<IClockGrain>("a");

            await Assert.ThrowsAsync<ArgumentException>(() =>
                clock.RemindAsync("r", s_minute, TimeSpan.FromSeconds(59))
            );
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => clock.RemindAsync("r", -s_minute, s_minute));
            await Assert.ThrowsAsync<ArgumentException>(() => clock.RemindAsync(" ", s_minute, s_minute));
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                runtime.Grains.GetGrain<IPlainGrain>("a").RemindAsync()
            );
        });
}
