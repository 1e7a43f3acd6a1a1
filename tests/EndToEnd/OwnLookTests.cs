using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests;

public sealed class OwnLookTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-own-look-");

    public OwnLookTests()
    {
        _folder.CreateSubdirectory("templates");
        File.WriteAllText(Path.Combine(_folder.FullName, "templates/footer.html"), "<p>{{our_own}}</p>\n<p>");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Templates_beside_the_configuration_are_found_and_their_faults_stop_the_server()
    {
        using var server = Start("serve");

        Assert.Equal(2, await server.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(
            [
                "templates/footer.html, line 2: <p> is never closed.",
                "templates/footer.html, line 1: {{our_own}} is not a value;",
            ],
            server
                .Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(" those are")[0])
        );
    }

    [Fact]
    public async Task Commands_do_not_mind_templates_that_only_the_business_own_program_can_fill()
    {
        using var status = Start("status");

        var code = await status.WaitForExitAsync(TimeSpan.FromSeconds(60));

        Assert.True(code == 0, status.Errors);
        Assert.Contains("No server runs.", status.Output, StringComparison.Ordinal);
    }

    private ProgramRun Start(string verb) =>
        ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            [verb],
            ("HOST_URL", Ports.FreeUrl().ToString()),
            ("SANDBOX_URL", Ports.FreeUrl().ToString())
        );
}
