using System.Globalization;
using System.Text.Json;
using Anchor.Api.Operator;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Sandbox.Bank;

namespace Anchor.EndToEnd.Tests.Commands;

/// <summary>The polling commands as processes; afterwards the ledger and the bank's book are counted.</summary>
public sealed class PollCommandTests(ITestOutputHelper output)
{
    private static readonly (string, string)[] PollersOff =
    [
        ("POLLING_DEPOSITS", "off"),
        ("POLLING_OUTGOING", "off"),
        ("POLLING_TRUSTLINES", "off"),
        ("POLLING_EXECUTE", "off"),
        ("EXECUTE_ON_MATCH", "poll"),
    ];

    private static readonly string[] Verbs =
    [
        "process_pending_deposits",
        "poll_pending_deposits",
        "check_trustlines",
        "execute_outgoing_transactions",
        "poll_outgoing_transactions",
    ];

    private static int Times => Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1" ? 8 : 1;

    [Fact]
    public async Task A_scheduler_that_runs_each_once_again_and_again_moves_everything_once()
    {
        await using var world = await CommandWorld.StartAsync(11, 3 * Times, 3 * Times, PollersOff);
        var server = await world.ServeAsync();
        var moved = 0;
        for (var round = 0; !world.IsDone; round++)
        {
            foreach (var verb in Verbs.Skip(round % 2))
            {
                using var summary = JsonDocument.Parse(await world.RunAsync($"{verb} --json"));
                Assert.Equal(verb, summary.RootElement.GetProperty("command").GetString());
                Assert.Equal(0, summary.RootElement.GetProperty("failed").GetInt32());
                moved += summary
                    .RootElement.GetProperty("moved")
                    .EnumerateObject()
                    .Where(pair => pair.Name == "completed")
                    .Sum(pair => pair.Value.GetInt32());
            }
        }

        await world.AuditAsync(server);
        output.WriteLine($"{moved} seen completed by the commands of {world.Crowd.Jobs.Length}");
        Assert.InRange(moved, 3 * Times, world.Crowd.Jobs.Length);
    }

    [Fact]
    public async Task Three_copies_of_each_loop_beside_a_server_pay_once_though_all_are_killed_and_come_back()
    {
        await using var world = await CommandWorld.StartAsync(12, 3 * Times, 3 * Times, ("EXECUTE_ON_MATCH", "poll"));
        var server = await world.ServeAsync();
        string[] verbs = Times > 1 ? Verbs : [Verbs[0], Verbs[3], Verbs[4]];
        string[] loops = [.. Enumerable.Repeat(verbs, 3).SelectMany(each => each)];
        var dice = new Random(12);
        var copies = loops.Select(Loop).ToArray();
        for (var kill = 0; kill < Times; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(500, 1500)), TimeProvider.System);
            foreach (var index in Enumerable.Range(0, copies.Length).Where(_ => dice.Next(4) == 0))
            {
                await copies[index].KillAsync();
                copies[index] = Loop(loops[index]);
            }

            await server.KillAsync();
            server = await world.ServeAsync();
        }

        await world.UntilAsync(() => world.IsDone, "all orders");
        await Task.WhenAll(copies.Select((copy, index) => copy.ShowsAsync(loops[index])));
        foreach (var copy in copies)
        {
            Assert.True(await copy.StopAsync() == 0, copy.Errors);
        }

        await world.AuditAsync(server);

        ProgramRun Loop(string verb) => world.Start($"{verb} --loop --interval 1");
    }

    [Fact]
    public async Task Commands_without_a_server_do_the_work_themselves_one_after_the_other()
    {
        await using var world = await CommandWorld.StartAsync(13, 2 * Times, 2 * Times, PollersOff);
        var server = await world.ServeAsync();
        await world.UntilAsync(
            () => world.Crowd.Jobs.All(job => job.Seen is not null || job.PaymentHash is not null),
            "all orders to wait for the bank"
        );
        await server.KillAsync();
        for (var round = 0; round < 2 * Times; round++)
        {
            List<ProgramRun> copies =
            [
                .. Enumerable.Repeat(Verbs[0], 3).Append(Verbs[3]).Select(verb => world.Start(verb)),
            ];
            // The last of them is killed while it holds the installation, asks, or waits for another.
            await Task.Delay(TimeSpan.FromMilliseconds(700 * (round + 1)), TimeProvider.System);
            await copies[^1].KillAsync();
            foreach (var copy in copies[..^1])
            {
                Assert.True(await copy.WaitForExitAsync(TimeSpan.FromMinutes(2)) == 0, copy.Output + copy.Errors);
            }
        }

        // The crowd's wallets need a server again; the rest is the commands' as before.
        server = await world.ServeAsync();
        while (!world.IsDone)
        {
            foreach (var verb in Verbs)
            {
                await world.RunAsync(verb);
            }
        }

        await world.AuditAsync(server);
    }

    [Fact]
    public async Task A_command_that_waits_for_payouts_gives_the_data_to_a_server_that_starts()
    {
        await using var world = await CommandWorld.StartAsync(14, 3, 0, PollersOff);
        var server = await world.ServeAsync();
        await world.UntilAsync(() => world.Crowd.Jobs.All(job => job.Seen is not null), "all orders");
        await world.RunAsync("poll_pending_deposits");
        await world.UntilAsync(
            () => world.Drill.Bank.Audit().Incoming.Count(transfer => transfer.Status == TransferStatus.Settled) == 3,
            "the users' money at the bank"
        );
        await server.KillAsync();
        var network = world.Drill.Network.Faults;
        network.Conditions = network.Conditions with { Stalled = true };
        var command = world.Start(Verbs[0]);
        await world.UntilAsync(
            () => OperatorAddress.Read(world.AddressFile)?.ProcessId == command.Id,
            "the command to hold the data"
        );

        // No ledger closes until it answers, so the command cannot see the end of what it began.
        server = await world.ServeAsync();

        Assert.Equal(0, await command.WaitForExitAsync(TimeSpan.FromMinutes(1)));
        Assert.True(
            command.Errors.Contains("on their way are left to it.", StringComparison.Ordinal),
            command.Output + command.Errors
        );
        network.Conditions = network.Conditions with { Stalled = false };
        foreach (var verb in Verbs)
        {
            await world.RunAsync(verb);
        }

        await world.AuditAsync(server);
    }

    [Theory]
    [InlineData("--interval needs --loop.", "process_pending_deposits --interval 3")]
    [InlineData("--interval needs --loop.", "execute_outgoing_transactions -i 3")]
    [InlineData("0.05 to 86400", "check_trustlines --loop -i 0")]
    [InlineData("soon", "poll_outgoing_transactions --loop --interval soon")]
    [InlineData("--use-celery needs --execute-transactions.", "watch_transactions --use-celery")]
    [InlineData("--use-celery needs --execute-transactions.", "watch_transactions --distribute")]
    [InlineData("--loop", "watch_transactions --loop")]
    public async Task Wrong_use_ends_with_a_line_and_exit_code_2(string line, string arguments)
    {
        using var run = ProgramRun.Start(ProgramRun.Anchor, Path.GetTempPath(), arguments.Split(' '));

        Assert.Equal(2, await run.WaitForExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains(line, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("execute_outgoing_transactions", 30)]
    [InlineData("poll_outgoing_transactions", 30)]
    [InlineData("poll_pending_deposits", 30)]
    [InlineData("check_trustlines", 60)]
    [InlineData("process_pending_deposits", 10)]
    public async Task The_pause_of_a_loop_is_Polaris(string verb, int seconds)
    {
        using var run = ProgramRun.Start(ProgramRun.Anchor, Path.GetTempPath(), [verb, "--help"]);

        Assert.Equal(0, await run.WaitForExitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"[default: {seconds}]"),
            run.Output,
            StringComparison.Ordinal
        );
    }
}
