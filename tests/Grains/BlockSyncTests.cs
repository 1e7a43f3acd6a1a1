using Anchor.Domain.Sync;
using Anchor.Grains.Sync;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;

namespace Anchor.Grains.Tests;

/// <summary>The sync of a network with its driver: what it does at rings, orders, failures and deaths.</summary>
public sealed class BlockSyncTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Connecting_to_the_node_is_a_new_block_and_all_that_the_node_has_comes_here()
    {
        await using var world = await StartAsync();

        var state = await RestsAsync(world);

        Assert.Equal((10L, 10L, "10"), (world.Hathor.Height, state.TipHeight, state.TipId));
        Assert.Equal(3, world.Hathor.Steps);
        Assert.Equal(1, world.Hathor.Listeners);
    }

    [Fact]
    public async Task Many_rings_while_syncing_are_one_more_round()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        var (before, release) = (world.Hathor.Steps, Hold(world));
        await world.Hathor.RingAsync();
        for (var ring = 0; ring < 5; ring++)
        {
            await world.Hathor.RingAsync();
        }

        Assert.True((await StateAsync(world)).HasMoreBlocks);
        release.SetResult();
        await RestsAsync(world);

        Assert.Equal(before + 2, world.Hathor.Steps);
    }

    [Fact]
    public async Task A_stop_is_served_while_a_step_runs_and_what_that_step_reports_is_stale()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Best = 12;
        var release = Hold(world);
        await world.Hathor.RingAsync();

        var stopped = await Grain(world).ApplyAsync(new SyncCommand(SyncEvent.Stop), default);
        Assert.Equal(SyncStatus.Idle, stopped.Status);
        release.SetResult();
        await world.PassAsync(Soon);

        var state = await StateAsync(world);
        Assert.Equal((SyncStatus.Idle, 10L, stopped.Epoch), (state.Status, state.TipHeight, state.Epoch));
    }

    // An exception outside the two that the original looked for left its machine in syncing for ever.
    [Fact]
    public async Task A_step_that_throws_is_tried_again_with_growing_pauses_and_then_the_sync_fails_and_says_why()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        var steps = world.Hathor.Steps;
        var since = world.Time.GetUtcNow();
        world.Hathor.PlanFailures(5);
        await world.Hathor.RingAsync();

        var failed = await ReachesAsync(world, SyncStatus.Failure);

        Assert.Equal(steps + 5, world.Hathor.Steps);
        Assert.Equal(0.5 + 1 + 2 + 4, (failed.FailedAt!.Value - since).TotalSeconds);
        Assert.Equal("the node does not answer", failed.Reason);
        Assert.Equal(
            new SyncAlert(FakeHathor.Network, AlertSeverity.Major, "Sync failed", "the node does not answer"),
            Assert.Single(world.Hathor.Alerts)
        );
        Assert.Equal(AlertSeverity.Critical, SyncAlert.OfFailure("mainnet"));
    }

    [Fact]
    public async Task A_failed_sync_hears_no_ring()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Plan(static () => new SyncStep(SyncStepKind.Failed, null, null, "broken"));
        await world.Hathor.RingAsync();
        var failed = await ReachesAsync(world, SyncStatus.Failure);

        await world.Hathor.RingAsync();

        Assert.Equal(failed, await StateAsync(world));
    }

    [Fact]
    public async Task A_failed_sync_heals_itself_after_one_two_and_four_minutes_and_then_waits_for_a_person()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Stranger = "it is another network";
        await world.Hathor.RingAsync();
        var failed = await ReachesAsync(world, SyncStatus.Failure);
        foreach (var minutes in (int[])[1, 2, 4])
        {
            var since = failed.FailedAt!.Value;
            failed = await ReachesAsync(world, state => state.FailedAt > since);
            // The clock is looked at every two seconds.
            Assert.InRange((failed.FailedAt!.Value - since).TotalSeconds, minutes * 60, (minutes * 60) + 3);
        }

        Assert.Equal((3, 4), (failed.Heals, world.Hathor.Alerts.Count));
        await world.PassAsync(TimeSpan.FromMinutes(15));
        Assert.Equal(failed, await StateAsync(world));

        world.Hathor.Stranger = null;
        await Grain(world).ApplyAsync(new SyncCommand(SyncEvent.Restart), default);
        Assert.Equal(0, (await RestsAsync(world)).Heals);
    }

    [Fact]
    public async Task A_failure_that_passes_is_healed_without_a_person_and_its_budget_is_whole_again()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Best = 11;
        world.Hathor.PlanFailures(5);
        await world.Hathor.RingAsync();
        await ReachesAsync(world, SyncStatus.Failure);

        var healed = await RestsAsync(world);

        Assert.Equal((11L, 0, null), (healed.TipHeight, healed.Heals, healed.Reason));
    }

    [Fact]
    public async Task A_reorg_is_taken_back_in_steps_gone_on_from_and_told_once_with_its_real_depth()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        (world.Hathor.Fallen, world.Hathor.Best) = (9, 12);
        await world.Hathor.RingAsync();

        var state = await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 12 });

        var reorg = Assert.Single(state.Reorgs);
        Assert.Equal((10L, 9L), (reorg.Tip, reorg.Depth));
        Assert.Equal(AlertSeverity.Minor, Assert.Single(world.Hathor.Alerts).Severity);
    }

    [Fact]
    public async Task A_reorg_deeper_than_any_is_a_failure()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.BlocksPerStep = 20_000;
        world.Hathor.Best = 30_000;
        await world.Hathor.RingAsync();
        await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 30_000 });
        world.Hathor.Fallen = 10_001;
        await world.Hathor.RingAsync();

        var failed = await ReachesAsync(world, SyncStatus.Failure);

        Assert.Contains("10000", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebuild_forgets_in_parts_and_follows_anew_whatever_dies_in_between()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.BlocksPerStep = 2;
        world.Faults.DieAfter(2, () => _ = world.Silo.KillAsync());
        await RunAsync(() => Grain(world).ApplyAsync(new SyncCommand(SyncEvent.Restart) { Rebuild = true }, default));
        await world.UntilAsync(() => !world.Faults.IsDeadly, "the process to die");
        Assert.InRange(world.Hathor.Height, 0, 9);

        await world.CrashAsync();
        await Grain(world).StartAsync(default);
        await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 10, IsRebuilding: false });

        Assert.True(world.Hathor.Forgotten > 4, $"{world.Hathor.Forgotten}");
    }

    [Fact]
    public async Task A_step_that_asks_for_it_has_the_projection_built_anew()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Plan(static () => new SyncStep(SyncStepKind.Rebuild, null, null, "another queue"));
        await world.Hathor.RingAsync();

        await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 10, IsRebuilding: false });

        Assert.True(world.Hathor.Forgotten > 2, $"{world.Hathor.Forgotten}");
    }

    [Fact]
    public async Task A_node_of_another_network_is_asked_for_nothing()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        world.Hathor.Stranger = "it is of testnet";
        await Grain(world).StartAsync(default);

        var failed = await ReachesAsync(world, SyncStatus.Failure);

        Assert.Equal(("it is of testnet", 0), (failed.Reason, world.Hathor.Steps));
    }

    [Theory]
    [InlineData(SyncEvent.NewBlock)]
    [InlineData(SyncEvent.Error)]
    public async Task A_process_that_starts_is_idle_whatever_was_stored(SyncEvent last)
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        Hold(world);
        var working = await Grain(world).ApplyAsync(new SyncCommand(SyncEvent.NewBlock), default);
        await Grain(world).ApplyAsync(new SyncCommand(last, last == SyncEvent.Error ? working.Epoch : null), default);
        Assert.NotEqual(SyncStatus.Idle, (await StateAsync(world)).Status);
        await world.CrashAsync();
        world.Hathor.Gate = Task.CompletedTask;

        await Grain(world).StartAsync(default);

        Assert.Equal(0, (await RestsAsync(world)).Heals);
    }

    [Fact]
    public async Task A_start_of_another_process_while_one_works_loses_nothing()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Best = 30;
        var release = Hold(world);
        await world.Hathor.RingAsync();

        await Grain(world).StartAsync(default);
        release.SetResult();
        var since = world.Time.GetUtcNow();
        await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 30 });

        Assert.InRange((world.Time.GetUtcNow() - since).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task A_push_that_the_node_dropped_is_made_good_by_the_reminder_within_a_minute()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Best = 15;
        var since = world.Time.GetUtcNow();

        await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 15 });

        Assert.InRange((world.Time.GetUtcNow() - since).TotalSeconds, 0, 62);
    }

    [Fact]
    public async Task Whoever_looks_at_a_sync_whose_silo_died_has_it_followed_again_at_once()
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Best = 20;
        await world.CrashAsync();
        var since = world.Time.GetUtcNow();

        await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 20 });

        Assert.InRange((world.Time.GetUtcNow() - since).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task A_process_that_dies_at_any_write_is_made_good_by_the_reminder_alone()
    {
        for (var write = 1; ; write++)
        {
            await using var world = await StartAsync();
            await RestsAsync(world);
            (world.Hathor.Fallen, world.Hathor.Best) = (3, 20);
            world.Faults.DieAfter(write, () => _ = world.Silo.KillAsync());
            await RunAsync(world.Hathor.RingAsync);
            await world.UntilAsync(
                () => !world.Faults.IsDeadly || world.Hathor.Height == 20,
                "the process to die, or the sync to be done"
            );
            await world.PassAsync(Soon);
            if (world.Faults.IsDeadly)
            {
                Assert.True(write > 4, $"only {write} writes");
                return;
            }

            await world.CrashAsync();

            // Nobody calls it.
            await world.UntilAsync(() => world.Hathor.Height == 20, "the sync to go on");
            await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 20 });
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_became_of_a_write_the_sync_goes_on(bool afterwards)
    {
        await using var world = await StartAsync();
        await RestsAsync(world);
        world.Hathor.Best = 20;
        world.Faults.FailNext("blocksync", afterwards);
        await RunAsync(world.Hathor.RingAsync);

        await ReachesAsync(world, state => state is { Status: SyncStatus.Idle, TipHeight: 20 });

        Assert.False(world.Faults.IsArmed);
    }

    private static async Task<World> StartAsync()
    {
        var world = await World.StartAsync(startsGrains: false);
        await Grain(world).StartAsync(default);
        return world;
    }

    private static IBlockSyncGrain Grain(World world) => world.Grains.GetGrain<IBlockSyncGrain>(FakeHathor.Network);

    private static Task<BlockSyncState> StateAsync(World world) => Grain(world).GetAsync(default);

    /// <summary>Steps wait from now on.</summary>
    private static TaskCompletionSource Hold(World world)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Hathor.Gate = release.Task;
        return release;
    }

    /// <summary>Whoever calls a process that dies, or whose write has an unknown outcome, hears of it.</summary>
    private static async Task RunAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception e)
            when (e is SiloDiedException or UnknownOutcomeException or OrleansException or OperationCanceledException)
        {
            // As expected.
        }
    }

    private static Task<BlockSyncState> RestsAsync(World world) =>
        ReachesAsync(world, state => state is { Status: SyncStatus.Idle, DoneAt: not null });

    private static Task<BlockSyncState> ReachesAsync(World world, SyncStatus status) =>
        ReachesAsync(world, state => state.Status == status);

    private static async Task<BlockSyncState> ReachesAsync(World world, Func<BlockSyncState, bool> condition)
    {
        var state = new BlockSyncState();
        await world.UntilAsync(
            async () => condition(state = await StateAsync(world)),
            () => $"the sync to get there; it is {state}"
        );
        return state;
    }
}
