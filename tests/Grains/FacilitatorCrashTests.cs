using Anchor.Domain.Mosaic;
using Anchor.Grains.Mosaic;
using Anchor.Grains.Tests.Harness;
using Orleans.Storage;

namespace Anchor.Grains.Tests;

/// <summary>Wherever the process of a request dies, whatever becomes of its writes, and whoever else activates it: it is carried once.</summary>
public sealed class FacilitatorCrashTests(ITestOutputHelper output)
{
    /// <summary>More than a request writes on its way; a process that outlives it proves nothing, and the test says so.</summary>
    private const int Writes = 28;

    [Theory]
    [InlineData(TransferKind.Stake)]
    [InlineData(TransferKind.Redeem)]
    public async Task A_request_whose_process_died_at_any_write_completes_by_reminders_alone(TransferKind kind)
    {
        var random = new Random(TestSeed.Next(output));
        var isLong = Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") is "1";
        var deaths = Enumerable.Range(2, Writes - 1).ToArray();
        random.Shuffle(deaths);
        foreach (var write in isLong ? deaths : deaths[..2])
        {
            output.WriteLine($"{kind}: dies at write {write}");
            await DieAsync(kind, write);
        }
    }

    private static async Task DieAsync(TransferKind kind, int write)
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var silo = world.Silo;
        world.Faults.DieAfter(write, () => _ = silo.KillAsync());
        var terms = await world.AskAsync("a", kind);
        await world.UntilAsync(() => world.Faults.HasKilled, $"write {write}");

        await world.CrashAsync();
        // Nobody calls it: what waits is woken by its alarm.
        var ended = await world.EndedAsync(terms);

        Assert.Equal(RequestStatus.Complete, ended.Status);
        world.CheckDone(terms);
    }

    [Fact]
    public async Task A_request_that_lost_its_reminder_is_woken_by_the_sweep()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var terms = await world.AskAsync("a", TransferKind.Stake);
        await world.SeenAsync(terms, request => request.Status == RequestStatus.Accepted, "accepted");

        await world.CrashAsync(loseReminders: true);
        await world.PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(RequestStatus.Accepted, (await world.RowAsync(terms)).Status);
        await world.Grains.GetGrain<IRequestSweepGrain>("0").StartAsync(default);

        Assert.Equal(RequestStatus.Complete, (await world.EndedAsync(terms)).Status);
        world.CheckDone(terms);
    }

    [Fact]
    public async Task A_start_resumes_what_was_left_without_waiting_for_any_alarm()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var stake = await world.AskAsync("a", TransferKind.Stake);
        var redeem = await world.AskAsync("b", TransferKind.Redeem);
        await world.SeenAsync(stake, request => request.Orders.Length > 0, "an order");
        await world.CrashAsync(loseReminders: true);

        var called = await world.Grains.GetGrain<IRequestSweepGrain>("0").ResumeAsync(default);

        Assert.Equal(2, called);
        Assert.Equal(RequestStatus.Complete, (await world.EndedAsync(stake)).Status);
        Assert.Equal(RequestStatus.Complete, (await world.EndedAsync(redeem)).Status);
        world.CheckDone(stake);
        world.CheckDone(redeem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_is_carried_once_whatever_becomes_of_its_writes(bool severalSilos)
    {
        var random = new Random(TestSeed.Next(output));
        await using var world = await World.StartAsync(startsGrains: false);
        if (severalSilos)
        {
            await world.AddSiloAsync();
        }

        world.Faults.FailAnywhere(random, 0.1);
        List<RequestTerms> all = [];
        for (var i = 0; i < 6; i++)
        {
            all.Add(await world.AskAsync($"{i}", (TransferKind)(i % 2)));
        }

        foreach (var terms in all)
        {
            Assert.Equal(RequestStatus.Complete, (await world.EndedAsync(terms)).Status);
            world.CheckDone(terms);
        }

        output.WriteLine($"{world.Faults.Thrown} writes failed");
        Assert.True(world.Faults.Thrown > 0, "No write failed.");
    }

    [Fact]
    public async Task An_activation_that_is_behind_fails_decides_nothing_and_then_reads_the_truth()
    {
        await using var world = await World.StartAsync(startsGrains: false, facilitates: false);
        var other = await world.AddSiloAsync();
        var terms = await world.AskAsync("a", TransferKind.Stake);
        var here = world.Request(terms);
        var there = other.Grains.GetGrain<IStakeRequestGrain>(terms.RequestHash);
        Assert.NotNull(await there.GetAsync(default));
        await here.ApplyAsync(new AssignWorkers("0xhere", null), default);

        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            there.ApplyAsync(new AssignWorkers("0xthere", "0xthere"), default)
        );
        var outcome = await there.ApplyAsync(new AssignWorkers("0xthere", "0xthere"), default);

        Assert.Equal(("0xhere", "0xthere"), (outcome.Request.SourceWorker, outcome.Request.TargetWorker));
    }
}
