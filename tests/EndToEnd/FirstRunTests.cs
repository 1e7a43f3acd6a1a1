using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests;

public sealed class FirstRunTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-first-run-");
    private readonly Uri _host = Ports.FreeUrl();
    private readonly Uri _sandbox = Ports.FreeUrl();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task With_nothing_configured_it_serves_an_issued_asset_and_says_what_to_open()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "A cluster must be configured.");
        using var anchor = Start();
        var toml = await anchor.AnswerAsync(Toml);

        Assert.Contains("code = \"TEST\"", toml, StringComparison.Ordinal);
        Assert.Contains("\"asset_code\":\"TEST\"", await IssuedAsync(anchor), StringComparison.Ordinal);
        await anchor.ShowsAsync("not Microsoft Orleans");
        await anchor.ShowsAsync("SQLite 3.");
        await anchor.ShowsAsync($"anchor demo --url {_host.GetLeftPart(UriPartial.Authority)}");
        Assert.Equal(0, await anchor.StopAsync());
    }

    [Fact]
    public async Task A_second_start_keeps_the_keys_and_the_ledger()
    {
        string firstToml;
        string firstAssets;
        using (var first = Start())
        {
            firstToml = await first.AnswerAsync(Toml);
            firstAssets = await IssuedAsync(first);
            Assert.Equal(0, await first.StopAsync());
        }

        var began = TimeProvider.System.GetTimestamp();
        using var second = Start();
        var secondToml = await second.AnswerAsync(Toml);
        output.WriteLine(
            $"second start to first answer: {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:0} ms"
        );

        Assert.Equal(firstToml, secondToml);
        Assert.Equal(firstAssets, await IssuedAsync(second));
    }

    [Fact]
    public async Task A_start_killed_at_any_moment_does_not_spoil_the_next()
    {
        // The earliest moments hold the schema, the generated keys, the issuing.
        foreach (var milliseconds in (int[])[150, 300, 400, 500, 600, 800])
        {
            using var killed = Start();
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
            await killed.KillAsync();
        }

        using var anchor = Start();
        Assert.Contains("code = \"TEST\"", await anchor.AnswerAsync(Toml), StringComparison.Ordinal);
        Assert.Contains("\"1000000000.0000000\"", await IssuedAsync(anchor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_configuration_stops_the_start_with_a_line_for_each_fault()
    {
        using var anchor = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["serve"],
            ("HOST_URL", "localhost"),
            ("POLLING_DEPOSITS", "soon")
        );

        Assert.Equal(2, await anchor.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(
            [
                "HOST_URL: \"localhost\" is not an http or https URL.",
                "POLLING_DEPOSITS: \"soon\" is not a number of seconds from 0.05 to 86400, or off.",
            ],
            anchor.Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "data")));
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_stops_with_one_line()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "Silos share their database.");
        using var first = Start();
        await first.AnswerAsync(Toml);

        using var second = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            [],
            ("HOST_URL", Ports.FreeUrl().ToString()),
            ("SANDBOX_URL", Ports.FreeUrl().ToString())
        );

        Assert.Equal(2, await second.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Single(second.Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private Uri Toml => new(_host, ".well-known/stellar.toml");

    private Task<string> IssuedAsync(ProgramRun anchor) =>
        anchor.AnswerAsync(new Uri(_sandbox, "assets?asset_code=TEST"));

    private ProgramRun Start() =>
        ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            [],
            ("HOST_URL", _host.ToString()),
            ("SANDBOX_URL", _sandbox.ToString())
        );
}
