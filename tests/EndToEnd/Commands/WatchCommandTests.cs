using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Commands;

/// <summary>The watcher as a process of its own; afterwards the ledger and the bank's book are counted.</summary>
public sealed class WatchCommandTests
{
    private static readonly (string, string)[] WatchOff = [("POLLING_WATCH", "off"), ("POLLING_EXECUTE", "off")];

    private static int Times => Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1" ? 8 : 1;

    [Theory]
    [InlineData("watch_transactions", "distributed")]
    [InlineData("watch_transactions --execute-transactions", "poll")]
    [InlineData("watch_transactions --execute-transactions --use-celery", "poll")]
    public async Task What_the_watcher_matches_is_paid_out_once(string command, string onMatch)
    {
        await using var world = await CommandWorld.StartAsync(
            21,
            1,
            4 * Times,
            [.. WatchOff, ("EXECUTE_ON_MATCH", onMatch)]
        );
        var server = await world.ServeAsync();
        var watcher = world.Start(command);
        await watcher.ShowsAsync("reading under epoch");

        await world.UntilAsync(() => world.IsDone, "all orders");
        Assert.True(await watcher.StopAsync() == 0, watcher.Output + watcher.Errors);
        await world.AuditAsync(server);
        Assert.Equal("", watcher.Errors.Trim());
        Assert.Contains(
            onMatch == "poll" ? "matched and paid out" : "stored",
            watcher.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_three_watchers_one_reads_and_any_may_be_killed_or_the_server()
    {
        await using var world = await CommandWorld.StartAsync(
            22,
            0,
            6 * Times,
            ("POLLING_WATCH", "off"),
            ("EXECUTE_ON_MATCH", "poll"),
            // A kill between the match and the release leaves the payment out to the poll, as it would in Polaris.
            ("POLLING_EXECUTE", "1")
        );
        const string Command = "watch_transactions --execute-transactions";
        var first = world.Start(Command);
        var server = await world.ServeAsync();
        await first.ShowsAsync("reading under epoch");
        List<ProgramRun> others = [world.Start(Command), world.Start(Command)];
        foreach (var other in others)
        {
            await other.ShowsAsync("reads it");
        }

        for (var time = 0; time < Times; time++)
        {
            await first.KillAsync();
            await server.KillAsync();
            server = await world.ServeAsync();
            await world.UntilAsync(
                () => others.Exists(other => other.Output.Contains("reading under", StringComparison.Ordinal)),
                "another watcher to read"
            );
            first = others.Find(other => other.Output.Contains("reading under", StringComparison.Ordinal))!;
            others.Remove(first);
            others.Add(world.Start(Command));
        }

        await world.UntilAsync(() => world.IsDone, "all orders");
        foreach (var watcher in others.Append(first))
        {
            await watcher.ShowsAsync("rea");
            Assert.True(await watcher.StopAsync() == 0, watcher.Output + watcher.Errors);
        }

        await world.AuditAsync(server);
    }

    [Fact]
    public async Task Inline_and_distributed_execution_in_the_server_itself_pay_once()
    {
        foreach (var onMatch in (string[])["inline", "distributed"])
        {
            await using var world = await CommandWorld.StartAsync(
                23,
                1,
                2 * Times,
                ("EXECUTE_ON_MATCH", onMatch),
                ("POLLING_EXECUTE", "off")
            );
            await world.AuditAsync(await world.ServeAsync());
        }
    }

    [Fact]
    public async Task A_server_that_reads_itself_gives_no_watcher_its_cursor()
    {
        await using var world = await CommandWorld.StartAsync(24, 0, 1);
        var server = await world.ServeAsync();
        var watcher = world.Start("watch_transactions");

        await watcher.ShowsAsync("POLLING_WATCH=off");
        Assert.Equal(0, await watcher.StopAsync());
        await world.AuditAsync(server);
    }
}
