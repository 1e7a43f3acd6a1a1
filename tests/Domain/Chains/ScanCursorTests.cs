using Anchor.Domain.Chains;

namespace Anchor.Domain.Tests.Chains;

public sealed class ScanCursorTests
{
    [Fact]
    public void A_cursor_only_goes_up_and_remembers_where_it_was()
    {
        var cursor = new ScanCursor { Alarm = "stopped" }
            .ReadUpTo(Point(3))
            .ReadUpTo(Point(9));

        Assert.Equal(Point(9), cursor.Latest);
        Assert.Null(cursor.Alarm);
        Assert.Throws<ArgumentException>(() => cursor.ReadUpTo(Point(9)));
        Assert.Throws<ArgumentException>(() => cursor.ReadUpTo(Point(4)));
    }

    [Fact]
    public void A_cursor_goes_back_only_to_a_block_that_it_was_at()
    {
        var cursor = new ScanCursor().ReadUpTo(Point(3)).ReadUpTo(Point(5)).ReadUpTo(Point(9));

        var back = cursor.RewindTo(Point(3))!;

        Assert.Equal((Point(3), 1L), (back.Latest, back.Rewinds));
        Assert.Null(cursor.RewindTo(Point(4)));
        Assert.Null(cursor.RewindTo(new BlockPoint(5, "another")));
        Assert.Equal(2, back.ReadUpTo(Point(4)).RewindTo(Point(3))!.Rewinds);
    }

    [Fact]
    public void The_trail_keeps_its_latest_points()
    {
        var cursor = new ScanCursor();
        for (var height = 1; height <= ScanCursor.LongestTrail + 10; height++)
        {
            cursor = cursor.ReadUpTo(Point(height));
        }

        Assert.Equal(ScanCursor.LongestTrail, cursor.Trail.Length);
        Assert.Equal(Point(11), cursor.Trail[0]);
        Assert.Equal(Point(ScanCursor.LongestTrail + 10), cursor.Latest);
    }

    [Fact]
    public void An_event_that_fails_too_often_is_set_aside_and_one_that_is_orphaned_is_told_again()
    {
        var failing = new ChainEvent { Chain = "1337" };
        for (var i = 1; i < ChainEvent.MostFailures; i++)
        {
            failing = failing.Told("no");
            Assert.True(failing.IsOpen);
        }

        failing = failing.Told("no");
        Assert.Equal((ChainEventStatus.SetAside, "no"), (failing.Status, failing.Trouble));
        var told = new ChainEvent().Told(null);
        Assert.False(told.IsOpen);
        Assert.True(told.Orphan() is { IsOpen: true, IsOrphaned: true });
        Assert.Equal(told.Id, told.Orphan().Id);
    }

    private static BlockPoint Point(long height) => new(height, $"0x{height}");
}
