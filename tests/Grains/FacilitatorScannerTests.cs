using System.Collections.Immutable;
using Anchor.Domain.Chains;
using Anchor.Grains.Chains;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;
using Orleans.Storage;

namespace Anchor.Grains.Tests;

/// <summary>The grain that owns a chain's cursor, and the consumers that its events are handed to.</summary>
public sealed class FacilitatorScannerTests
{
    private const string Chain = FakeMosaic.Origin;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Events_are_told_once_and_in_the_chains_order()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var epoch = await ReadAsync(world);

        await AppendAsync(world, epoch, 10, 1, 2, 3);
        await AppendAsync(world, epoch, 11);
        await AppendAsync(world, epoch, 12, 4, 5);
        await TellsAsync(world, "1", "2", "3", "4", "5");
        await world.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["1", "2", "3", "4", "5"], world.Scan.Told);
        var health = await Scanner(world).GetHealthAsync(default);
        Assert.Equal((12, "0xblock12", epoch), (health.Height, health.Hash, health.Epoch));
    }

    [Fact]
    public async Task Every_appointed_reader_has_an_epoch_of_its_own_and_an_older_one_is_refused()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var first = await ReadAsync(world);
        await AppendAsync(world, first, 10, 1);
        await world.CrashAsync();

        var second = await ReadAsync(world);

        Assert.Equal(first + 1, second);
        Assert.Equal(10, world.Scan.Readers[Chain].Latest?.Height);
        Assert.Null(await Scanner(world).AppendAsync(first, [Event(11, 2)], Block(11), default));
        Assert.Null(await Scanner(world).RewindAsync(first, Block(10), default));
        Assert.False(await Scanner(world).ReportAsync(first, 99, "a lie", default));
        await world.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(["1"], world.Scan.Told);
        Assert.Null((await Scanner(world).GetHealthAsync(default)).Alarm);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_and_cursor_are_stored_together_or_not_at_all(bool afterwards)
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var epoch = await ReadAsync(world);
        world.Faults.FailNext("scan 2", afterwards);

        await Assert.ThrowsAnyAsync<Exception>(() => AppendAsync(world, epoch, 10, 1, 2));

        var stored = (await world.Storage.Scans.ReadAsync(Chain, default)).Cursor;
        Assert.Equal(afterwards ? 10 : null, stored.Latest?.Height);
        var open = await world.Storage.Scans.OpenAsync(Chain, null, 10, default);
        Assert.Equal(afterwards ? 2 : 0, open.Length);

        // The keeper appoints another reader, which goes on from the stored cursor.
        await world.UntilAsync(() => world.Scan.EpochOf(Chain) > epoch, "another reader", Soon);
        Assert.Equal(stored.Latest, world.Scan.Readers[Chain].Latest);
        await AppendAsync(world, world.Scan.EpochOf(Chain), afterwards ? 11 : 10, afterwards ? [3] : [1, 2, 3]);
        await TellsAsync(world, "1", "2", "3");
    }

    [Fact]
    public async Task What_was_stored_and_not_told_when_the_process_died_is_told_afterwards()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var epoch = await ReadAsync(world);
        var silo = world.Silo;
        // The page, and then the note that its events were told.
        world.Faults.DieAfter(2, () => _ = silo.KillAsync());
        await AppendAsync(world, epoch, 10, 1, 2);
        await world.UntilAsync(() => world.Faults.HasKilled, "the process to die");

        await world.CrashAsync();
        // Nobody calls: the keeper's reminder does.
        await world.UntilAsync(() => world.Scan.Told.Length == 4, "both again", Soon);

        Assert.Equal(["1", "2", "1", "2"], world.Scan.Told);
    }

    [Fact]
    public async Task A_poisonous_event_keeps_no_other_waiting_and_is_set_aside_in_the_end()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        world.Scan.Refuse(2, times: int.MaxValue);
        world.Scan.Refuse(4, times: 2);
        var epoch = await ReadAsync(world);

        await AppendAsync(world, epoch, 10, 1, 2, 3, 4, 5);
        await world.UntilAsync(
            async () => !(await world.Storage.Scans.SetAsideAsync(Chain, 10, default)).IsEmpty,
            () => "it to be set aside",
            Soon
        );
        await AppendAsync(world, epoch, 11, 6);
        await TellsAsync(world, "1", "3", "5", "4", "6");

        var aside = Assert.Single(await world.Storage.Scans.SetAsideAsync(Chain, 10, default));
        Assert.Equal(
            (2, ChainEvent.MostFailures, "InvalidOperationException: It is poisonous."),
            (aside.LogIndex, aside.Failures, aside.Trouble)
        );
        Assert.True(world.Log.Has("It is poisonous."), "Nobody was told.");
    }

    [Fact]
    public async Task After_a_reorganisation_whoever_was_told_is_told_that_it_is_gone_and_what_came_instead()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var epoch = await ReadAsync(world);
        await AppendAsync(world, epoch, 10, 1);
        await AppendAsync(world, epoch, 11, 2, 3);
        await TellsAsync(world, "1", "2", "3");

        var rewound = await Scanner(world).RewindAsync(epoch, Block(10), default);
        Assert.Equal((10, 1), (rewound!.Latest!.Height, rewound.Rewinds));
        // The same transaction stands in another block now.
        await AppendAsync(world, epoch, 11, 3);
        await world.UntilAsync(() => world.Scan.Told.Length == 6, "three more to be told", Soon);

        Assert.Equal(["1", "2", "3", "-2", "-3", "3"], world.Scan.Told);
        Assert.Null(await Scanner(world).RewindAsync(epoch, new BlockPoint(10, "0xother"), default));
    }

    [Fact]
    public async Task A_reader_that_falls_silent_or_gives_up_is_replaced_and_why_is_shown_until_then()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var epoch = await ReadAsync(world);

        Assert.True(await Scanner(world).ReportAsync(epoch, 12, "It is another chain.", default));
        var alarmed = await Scanner(world).GetHealthAsync(default);
        await world.UntilAsync(() => world.Scan.EpochOf(Chain) > epoch, "another reader", Soon);
        var next = world.Scan.EpochOf(Chain);
        await AppendAsync(world, next, 10);
        var well = await Scanner(world).GetHealthAsync(default);
        await world.UntilAsync(() => world.Scan.EpochOf(Chain) > next, "one after two minutes' silence", Soon);

        Assert.Equal(("It is another chain.", 12), (alarmed.Alarm, alarmed.Head));
        Assert.True(world.Log.Has("It is another chain."), "Nobody was told.");
        Assert.Null(well.Alarm);
    }

    [Fact]
    public async Task Of_two_activations_only_the_one_whose_cursor_is_the_stored_one_takes_pages()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        var other = await world.AddSiloAsync();
        var first = await ReadAsync(world);
        var there = other.Grains.GetGrain<IChainScannerGrain>(Chain);
        await there.EnsureReaderAsync(default);

        await Assert.ThrowsAsync<InconsistentStateException>(() => AppendAsync(world, first, 10, 1));
        var refused = await Scanner(world).AppendAsync(first, [Event(10, 1)], Block(10), default);
        var taken = await there.AppendAsync(first + 1, [Event(10, 1)], Block(10), default);

        Assert.Null(refused);
        Assert.Equal(10, taken!.Latest!.Height);
        await TellsAsync(world, "1");
    }

    [Fact]
    public async Task Consumers_take_the_pages_of_several_chains_side_by_side()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await Scanner(world).EnsureReaderAsync(default);
        var other = world.Grains.GetGrain<IChainScannerGrain>(FakeMosaic.Auxiliary);
        await other.EnsureReaderAsync(default);

        await AppendAsync(world, 1, 10, 1, 2);
        await other.AppendAsync(1, [Event(7, 11), Event(7, 12)], Block(7), default);
        await world.UntilAsync(() => world.Scan.Told.Length == 4, "all of both", Soon);

        Assert.Equal(["1", "2"], world.Scan.Told.Where(told => told.Length == 1));
        Assert.Equal(["11", "12"], world.Scan.Told.Where(told => told.Length == 2));
    }

    private static IChainScannerGrain Scanner(World world) => world.Grains.GetGrain<IChainScannerGrain>(Chain);

    private static async Task<long> ReadAsync(World world)
    {
        await Scanner(world).EnsureReaderAsync(default);
        return world.Scan.EpochOf(Chain);
    }

    private static Task<ScanCursor?> AppendAsync(World world, long epoch, long height, params long[] events) =>
        Scanner(world).AppendAsync(epoch, [.. events.Select(index => Event(height, index))], Block(height), default);

    private static async Task TellsAsync(World world, params string[] told)
    {
        await world.UntilAsync(() => world.Scan.Told.Length >= told.Length, string.Join(' ', told), Soon);
        Assert.Equal(told, world.Scan.Told);
    }

    private static BlockPoint Block(long height) => new(height, $"0xblock{height}");

    private static ChainEvent Event(long height, long index) =>
        new()
        {
            Height = height,
            BlockHash = $"0xblock{height}",
            TransactionHash = $"0xtx{index}",
            LogIndex = index,
            Address = "0xcontract",
            Topics = ["0xtopic"],
            Data = "0x",
        };
}
