using System.Globalization;
using System.Security.Cryptography;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Hosting.Sync;
using Anchor.Sandbox.Hathor;
using Anchor.Storage;
using Anchor.Storage.Sync;

namespace Anchor.EndToEnd.Tests.Sync;

/// <summary>The real program follows a node that goes on through a recording, is killed again and again, and ends in the state of one that was not.</summary>
public sealed class SyncKillTests(ITestOutputHelper output)
{
    private const string Seed = "ANCHOR_TEST_SEED";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("off")]
    [InlineData("on")]
    public async Task Kills_at_random_moments_leave_the_state_of_a_sync_that_was_never_killed(string queue)
    {
        var kills = Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1" ? 50 : 3;
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Seed), CultureInfo.InvariantCulture, out var given)
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"{Seed}={seed}");
        var random = new Random(seed);
        var recording = HathorRecording.Load(
            Path.Combine(Repository.Root, "tests/Recordings/hathor/live/DEEP_REORG.s3.n20.d5.t2.json")
        );
        var node = new RecordedNode(recording);
        node.MoveOn();
        await using var host = await RecordedNodeHost.StartAsync(node);
        var folder = Directory.CreateTempSubdirectory("anchor-sync-kill-").FullName;
        try
        {
            var moments = recording.Moments.Count();
            for (var kill = 0; kill < kills; kill++)
            {
                using var server = Start(folder, host.Url, queue, out _);
                await server.ShowsAsync("sync");
                for (var moves = moments / kills; moves > 0 && node.MoveOn(); moves--)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(20)), TimeProvider.System, Stop);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(150)), TimeProvider.System, Stop);
                await server.KillAsync();
            }

            node.MoveToEnd();
            using (var last = Start(folder, host.Url, queue, out var page))
            {
                await UntilHereAsync(last, page, recording);
                Assert.Equal(0, await last.StopAsync());
            }

            Assert.Equal(await ExpectedAsync(recording), await HashAsync(Path.Combine(folder, "data/anchor.db")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ProgramRun Start(string folder, Uri node, string queue, out Uri page)
    {
        var address = Ports.FreeUrl();
        page = new Uri(address, "/sync");
        return ProgramRun.Start(
            ProgramRun.Anchor,
            folder,
            [],
            ("HOST_URL", address.AbsoluteUri),
            ("DEFAULT_SERVER", node.AbsoluteUri),
            ("NETWORK", "unittests"),
            ("SYNC_EVENT_QUEUE", queue)
        );
    }

    /// <summary>The page shows the recording's best block, and that there is nothing to do any more, twice in a row.</summary>
    private static async Task UntilHereAsync(ProgramRun server, Uri page, HathorRecording recording)
    {
        var best = recording
            .Events.Select(recorded => recorded.Event.Vertex)
            .Where(vertex => vertex is { IsBlock: true })
            .GroupBy(vertex => vertex!.Id)
            .Select(group => group.Last()!)
            .Where(block => !block.IsVoided)
            .MaxBy(block => block.Height)!
            .Id;
        var since = TimeProvider.System.GetTimestamp();
        for (var seen = 0; seen < 5; )
        {
            var text = await server.AnswerAsync(page);
            seen =
                text.Contains(best, StringComparison.Ordinal)
                && text.Contains("class=\"state\">idle", StringComparison.Ordinal)
                    ? seen + 1
                    : 0;
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, text);
            await Task.Delay(Pause, TimeProvider.System, Stop);
        }
    }

    private static async Task<string> ExpectedAsync(HathorRecording recording)
    {
        var verdict = await RecordingCheck.RunAsync(recording, Stop);
        Assert.Empty(verdict.Disagreements);
        return verdict.Ways[0].Hash;
    }

    private static async Task<string> HashAsync(string file)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddAnchorStorage(new StorageOptions { Path = file })
            .BuildServiceProvider();
        var audit = new SyncAudit(services.GetRequiredService<IDatabase>());
        Assert.Empty(await audit.FaultsAsync("unittests"));
        return await audit.HashAsync("unittests", Stop);
    }
}
