using System.Runtime.Versioning;
using Anchor.EndToEnd.Tests.Container;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Sandbox.Hathor;

namespace Anchor.EndToEnd.Tests.Sync;

/// <summary>
/// What <c>docker run -d -e ...</c> makes of the image, as far as no engine is needed for it: the published program as the image's user, in
/// an empty folder, with the image's entry point, command and environment, and of the user's nothing but the sync daemon's variables.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class SyncContainerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_image_with_nothing_but_the_daemons_variables_syncs_keeps_its_data_and_ends_at_sigterm()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "The default image has the embedded runtime.");
        var file = Dockerfile.Read(Repository.File("Dockerfile"));
        Assert.Equal(["/app/anchor"], file.Final("ENTRYPOINT").Single().Exec!);
        var command = file.Final("CMD").Single().Exec!;
        using var published = await PublishedProgram.PublishAsync(file);
        var node = new RecordedNode(HathorRecording.Load(Repository.File("tests/Recordings/hathor/live/REORG.1.json")));
        node.MoveToEnd();
        await using var host = await RecordedNodeHost.StartAsync(node);
        var port = Ports.FreeUrl().Port;
        (string, string)[] environment =
        [
            .. file.Environment.Select(pair =>
                (
                    pair.Key,
                    pair.Value.Replace("8000", $"{port}", StringComparison.Ordinal)
                        .Replace("/data", published.Data, StringComparison.Ordinal)
                )
            ),
            ("HOME", "/nonexistent"),
            ("STAGE", "local"),
            ("NETWORK", "unittests"),
            ("MAX_ADDRESS_GAP", "20"),
            ("SERVICE_NAME", "hathor-wallet-service"),
            ("DEFAULT_SERVER", host.Url.AbsoluteUri),
        ];

        using (var first = Start(published, environment, command))
        {
            await ShowsTheTipAsync(first, port, node);
            Assert.Equal(0, await first.StopAsync());
        }

        Assert.True(File.Exists(Path.Combine(published.Data, "anchor.db")));
        Assert.Empty(Directory.GetFileSystemEntries(published.Configuration));
        using var second = Start(published, environment, command);
        await ShowsTheTipAsync(second, port, node);
        using var health = Start(published, environment, ["health"]);
        Assert.True(await health.WaitForExitAsync(Patience) == 0, health.Output + health.Errors);
        Assert.Equal(0, await second.StopAsync());
    }

    private static async Task ShowsTheTipAsync(ProgramRun anchor, int port, RecordedNode node)
    {
        var best = node
            .Recording.Events.Select(recorded => recorded.Event.Vertex)
            .Where(vertex => vertex is { IsBlock: true })
            .GroupBy(vertex => vertex!.Id)
            .Select(group => group.Last()!)
            .Where(block => !block.IsVoided)
            .MaxBy(block => block.Height)!
            .Id;
        var page = new Uri($"http://127.0.0.1:{port}/sync");
        var since = TimeProvider.System.GetTimestamp();
        while (await anchor.AnswerAsync(page) is var text && !text.Contains(best, StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, text);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private static ProgramRun Start(PublishedProgram published, (string, string)[] environment, string[] arguments)
    {
        var command = published.Command(arguments);
        return ProgramRun.Start(command.Program, published.Configuration, command.Arguments, environment);
    }
}
