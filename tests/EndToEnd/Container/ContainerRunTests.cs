using System.Net;
using System.Runtime.Versioning;
using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Container;

[SupportedOSPlatform("linux")]
public sealed class ContainerRunTests
{
    [Fact]
    public async Task The_image_without_an_engine_serves_is_healthy_and_ends_at_sigterm()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "The default image has the embedded runtime.");
        var file = Dockerfile.Read(Repository.File("Dockerfile"));
        using var published = await PublishedProgram.PublishAsync(file);
        var (port, sandboxPort) = (Ports.FreeUrl().Port, Ports.FreeUrl().Port);
        var written = Directory.GetFiles(published.Folder, "*", SearchOption.AllDirectories).Length;
        var environment = EnvironmentOf(file, published, port, sandboxPort);

        using var anchor = Start(published, environment, "serve");
        await anchor.AnswerAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
        var toml = await anchor.AnswerAsync(new Uri($"http://127.0.0.1:{port}/.well-known/stellar.toml"));
        Assert.Contains($"WEB_AUTH_ENDPOINT = \"http://localhost:{port}/auth\"", toml, StringComparison.Ordinal);
        Assert.True(
            ListensOnEveryAddress(port),
            "It listens on loopback alone: no port of a container would reach it."
        );
        Assert.True(ListensOnEveryAddress(sandboxPort), "The sandbox could not be published.");

        using var live = Start(published, environment, "health", "--live");
        Assert.True(await live.WaitForExitAsync(TimeSpan.FromSeconds(30)) == 0, live.Output + live.Errors);
        using var ready = Start(published, environment, "health");
        Assert.True(await ready.WaitForExitAsync(TimeSpan.FromSeconds(30)) == 0, ready.Output + ready.Errors);
        Assert.Contains("storage   ok", ready.Output, StringComparison.Ordinal);

        // A service of the polling profile: the same image, data and network.
        using var poll = Start(published, environment, "check_trustlines");
        Assert.True(await poll.WaitForExitAsync(TimeSpan.FromSeconds(30)) == 0, poll.Output + poll.Errors);

        Assert.Equal(0, await anchor.StopAsync());
        Assert.DoesNotContain("Overriding", anchor.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(published.Data, "anchor.db")));
        Assert.Empty(Directory.GetFileSystemEntries(published.Configuration));
        Assert.Equal(written, Directory.GetFiles(published.Folder, "*", SearchOption.AllDirectories).Length);
        using var gone = Start(published, environment, "health", "--live");
        Assert.Equal(3, await gone.WaitForExitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_stops_the_start_with_a_line()
    {
        using var anchor = ProgramRun.Start(
            ProgramRun.Anchor,
            Path.GetTempPath(),
            ["serve"],
            ("DATA_DIR", "/proc/anchor"),
            ("HOST_URL", Ports.FreeUrl().ToString()),
            ("SANDBOX_URL", Ports.FreeUrl().ToString())
        );

        Assert.Equal(2, await anchor.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(
            "/proc/anchor",
            Assert.Single(anchor.Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    /// <summary>That of the image and of the compose file, on ports of our own.</summary>
    private static (string, string)[] EnvironmentOf(
        Dockerfile file,
        PublishedProgram published,
        int port,
        int sandboxPort
    )
    {
        var compose = ComposeCheck.Services(File.ReadAllText(Repository.File("docker-compose.yml")));
        var added = ComposeCheck.Map(ComposeCheck.Map(compose["anchor"])["environment"]);
        return
        [
            .. file
                .Environment.Concat(added.Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!)))
                .Select(pair =>
                    (
                        pair.Key,
                        pair.Value.Replace("8000", $"{port}", StringComparison.Ordinal)
                            .Replace("8001", $"{sandboxPort}", StringComparison.Ordinal)
                            .Replace("/data", published.Data, StringComparison.Ordinal)
                    )
                ),
            ("HOST_URL", $"http://localhost:{port}"),
            ("SANDBOX_URL", $"http://localhost:{sandboxPort}"),
            ("HOME", "/nonexistent"),
        ];
    }

    private static ProgramRun Start(
        PublishedProgram published,
        (string, string)[] environment,
        params string[] arguments
    )
    {
        var command = published.Command(arguments);
        return ProgramRun.Start(command.Program, published.Configuration, command.Arguments, environment);
    }

    private static bool ListensOnEveryAddress(int port) =>
        System
            .Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Any(listener =>
                listener.Port == port
                && (listener.Address.Equals(IPAddress.Any) || listener.Address.Equals(IPAddress.IPv6Any))
            );
}
