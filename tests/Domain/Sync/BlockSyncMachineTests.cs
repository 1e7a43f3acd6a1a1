using System.Text;
using Anchor.Domain.Sync;

namespace Anchor.Domain.Tests.Sync;

public sealed class BlockSyncMachineTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_sync_starts_idle() => Assert.Equal(SyncStatus.Idle, new BlockSyncState().Status);

    [Theory]
    [InlineData(SyncStatus.Syncing)]
    [InlineData(SyncStatus.Reorg)]
    [InlineData(SyncStatus.Failure)]
    public void Whatever_was_stored_the_process_starts_idle_and_does_nothing_until_it_hears_of_a_block(
        SyncStatus stored
    )
    {
        var state = After(
            new BlockSyncState
            {
                Status = stored,
                HasMoreBlocks = true,
                Heals = 2,
            },
            new SyncCommand(SyncEvent.Started)
        );

        Assert.Equal((SyncStatus.Idle, false, 0), (state.Status, state.HasMoreBlocks, state.Heals));
    }

    [Fact]
    public void A_new_block_begins_to_sync() => Assert.Equal(SyncStatus.Syncing, Syncing().Status);

    [Fact]
    public void New_blocks_while_syncing_are_one_more_round()
    {
        var busy = After(Syncing(), new(SyncEvent.NewBlock), new(SyncEvent.NewBlock), new(SyncEvent.NewBlock));
        Assert.True(busy.HasMoreBlocks);

        var again = Report(busy, SyncEvent.Done);
        Assert.Equal((SyncStatus.Syncing, false), (again.Status, again.HasMoreBlocks));

        Assert.Equal(SyncStatus.Idle, Report(again, SyncEvent.Done).Status);
    }

    [Fact]
    public void Done_is_idle() => Assert.Equal(SyncStatus.Idle, Report(Syncing(), SyncEvent.Done).Status);

    [Fact]
    public void An_error_is_failure_which_ignores_all_but_a_restart()
    {
        var failed = Report(Syncing(), SyncEvent.Error);
        Assert.Equal((SyncStatus.Failure, "why"), (failed.Status, failed.Reason));

        foreach (var ignored in Enum.GetValues<SyncEvent>().Except([SyncEvent.Restart, SyncEvent.Started]))
        {
            Assert.IsType<Decision<BlockSyncState>.Duplicate>(
                BlockSyncMachine.Decide(failed, new SyncCommand(ignored), Now)
            );
        }

        var restarted = After(failed, new SyncCommand(SyncEvent.Restart));
        Assert.Equal((SyncStatus.Syncing, null), (restarted.Status, restarted.Reason));
    }

    // A.1 (1) of the original: REORG could not be reached.
    [Fact]
    public void A_reorg_is_reached_does_its_work_and_goes_on()
    {
        var reorg = Report(Syncing(), SyncEvent.Reorg);
        Assert.Equal(SyncStatus.Reorg, reorg.Status);

        var done = Report(Report(reorg, SyncEvent.Progress, takenBack: 16), SyncEvent.Done, takenBack: 4);

        Assert.Equal(SyncStatus.Syncing, done.Status);
        Assert.Equal(20, Assert.Single(done.Reorgs).Depth);
    }

    [Theory]
    [InlineData(SyncEvent.Done)]
    [InlineData(SyncEvent.Error)]
    [InlineData(SyncEvent.Reorg)]
    [InlineData(SyncEvent.Progress)]
    public void What_work_reports_after_it_was_stopped_is_stale(SyncEvent report)
    {
        var working = Syncing();
        var again = After(working, new(SyncEvent.Stop), new(SyncEvent.NewBlock));

        Assert.IsType<Decision<BlockSyncState>.Duplicate>(
            BlockSyncMachine.Decide(again, new SyncCommand(report, working.Epoch, TipHeight: 7), Now)
        );
    }

    [Fact]
    public void Every_way_out_of_syncing_ends_its_epoch_once()
    {
        foreach (var way in (SyncEvent[])[SyncEvent.Error, SyncEvent.Reorg])
        {
            Assert.Equal(Syncing().Epoch + 1, Report(Syncing(), way).Epoch);
        }

        Assert.Equal(Syncing().Epoch + 1, After(Syncing(), new SyncCommand(SyncEvent.Stop)).Epoch);
    }

    [Fact]
    public void Heals_are_counted_until_the_sync_is_done()
    {
        var healed = After(Report(Syncing(), SyncEvent.Error), new SyncCommand(SyncEvent.Restart, Heals: true));
        Assert.Equal(1, healed.Heals);

        Assert.Equal(0, Report(healed, SyncEvent.Done).Heals);
    }

    [Fact]
    public void A_rebuild_is_remembered_until_all_is_forgotten()
    {
        var rebuilding = After(new BlockSyncState(), new SyncCommand(SyncEvent.Restart, Rebuild: true));
        var restarted = After(rebuilding, new(SyncEvent.Started), new(SyncEvent.NewBlock));
        Assert.True(restarted.IsRebuilding);

        Assert.False(
            After(restarted, new SyncCommand(SyncEvent.Progress, restarted.Epoch, Forgotten: true)).IsRebuilding
        );
    }

    [Fact]
    public void Random_walks_keep_to_the_table_and_epochs_never_go_back()
    {
        var seed = TestSeed.Next(output);
        var random = new Random(seed);
        var state = new BlockSyncState();
        for (var step = 0; step < 10_000; step++)
        {
            var happened = (SyncEvent)random.Next(Enum.GetValues<SyncEvent>().Length);
            var command = new SyncCommand(
                happened,
                happened is SyncEvent.NewBlock or SyncEvent.Stop or SyncEvent.Restart or SyncEvent.Started
                    ? null
                    : state.Epoch - random.Next(2),
                random.Next(100),
                TakenBack: random.Next(2)
            );
            if (BlockSyncMachine.Decide(state, command, Now) is Decision<BlockSyncState>.Accept { Next: var next })
            {
                Assert.True(next.Epoch >= state.Epoch, $"seed {seed}, step {step}");
                Assert.False(next is { Status: SyncStatus.Idle, HasMoreBlocks: true }, $"seed {seed}, step {step}");
                var to = BlockSyncMachine.Moves.First(move => move.From == state.Status && move.Event == happened).To;
                Assert.True(
                    next.Status == to || (to == SyncStatus.Idle && next.Status == SyncStatus.Syncing),
                    $"seed {seed}, step {step}"
                );
                state = next;
            }
        }
    }

    /// <summary>With <c>APPROVE=1</c> in the environment the document is written instead.</summary>
    [Fact]
    public void The_diagram_in_the_documents_is_the_table()
    {
        var path = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/sync.md");
        var text = File.ReadAllText(path);
        var (start, end) = (
            text.IndexOf("```mermaid", StringComparison.Ordinal),
            text.IndexOf("```\n<!-- end of the diagram", StringComparison.Ordinal)
        );
        var written = text[..start] + Diagram() + text[end..];
        if (Environment.GetEnvironmentVariable("APPROVE") == "1")
        {
            File.WriteAllText(path, written);
        }

        Assert.Equal(text, written);
    }

    private static string Diagram()
    {
        var lines = new StringBuilder("```mermaid\nstateDiagram-v2\n    [*] --> idle\n");
        foreach (var group in BlockSyncMachine.Moves.GroupBy(move => (move.From, move.To)))
        {
            var events = string.Join(", ", group.Select(move => SnakeCaseEnumConverter<SyncEvent>.NameOf(move.Event)));
            lines.Append(
                $"    {SnakeCaseEnumConverter<SyncStatus>.NameOf(group.Key.From)} --> {SnakeCaseEnumConverter<SyncStatus>.NameOf(group.Key.To)}: {events}\n"
            );
        }

        return lines.ToString();
    }

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private static BlockSyncState Syncing() => After(new BlockSyncState(), new SyncCommand(SyncEvent.NewBlock));

    private static BlockSyncState Report(BlockSyncState state, SyncEvent report, long takenBack = 0) =>
        After(state, new SyncCommand(report, state.Epoch, 5, "tip", 5, "why", takenBack));

    private static BlockSyncState After(BlockSyncState state, params SyncCommand[] commands) =>
        commands.Aggregate(
            state,
            (current, command) =>
                BlockSyncMachine.Decide(current, command, Now) is Decision<BlockSyncState>.Accept accept
                    ? accept.Next
                    : current
        );
}
