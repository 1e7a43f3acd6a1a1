using System.Runtime.CompilerServices;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Anchor.EndToEnd.Tests.Configuration;

public sealed class HostileSettingsTests : IDisposable
{
    /// <summary>Set to 1 to write the table over the documentation's; read the difference before committing it.</summary>
    private const string Approve = "ANCHOR_TEST_APPROVE";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-hostile-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, HostileSettings.All.Count)];

    public static TheoryData<int> Started =>
        [.. Enumerable.Range(0, HostileSettings.All.Count).Where(i => HostileSettings.All[i].IsStarted)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_hostile_setting_leads_to_its_one_line(int row)
    {
        var setting = HostileSettings.All[row];
        Write(setting);
        using var configuration = new ConfigurationManager();

        if (setting.Stops)
        {
            var error = Assert.Throws<AnchorConfigurationException>(() =>
                AnchorConfiguration.Load(configuration, _folder.FullName)
            );
            Assert.Equal([setting.Line], error.Faults);
        }
        else
        {
            Assert.Equal([setting.Line], AnchorConfiguration.Load(configuration, _folder.FullName).Warnings);
        }
    }

    [Theory]
    [MemberData(nameof(Started))]
    public async Task The_program_says_the_same(int row)
    {
        var setting = HostileSettings.All[row];
        Write(setting);
        (string, string)[] addresses = setting.Stops
            ? []
            : [("HOST_URL", $"{Ports.FreeUrl()}"), ("SANDBOX_URL", $"{Ports.FreeUrl()}")];

        using var anchor = ProgramRun.Start(ProgramRun.Anchor, _folder.FullName, ["serve"], addresses);
        if (setting.Stops)
        {
            Assert.Equal(
                AnchorConfigurationException.ExitCode,
                await anchor.WaitForExitAsync(TimeSpan.FromSeconds(60))
            );
        }
        else
        {
            await anchor.ShowsAsync("signing key");
            Assert.Equal(0, await anchor.StopAsync());
        }

        Assert.Equal([setting.Line], anchor.Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(!setting.Stops, Directory.Exists(Path.Combine(_folder.FullName, "data")));
    }

    [Fact]
    public async Task Polaris_settings_of_wallets_reach_the_endpoint()
    {
        File.WriteAllText(
            Path.Combine(_folder.FullName, ".env"),
            "SEP10_CLIENT_ATTRIBUTION_REQUIRED=1\nSEP10_CLIENT_ATTRIBUTION_DENYLIST=evil.example\n"
        );
        var host = Ports.FreeUrl();
        using var anchor = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            [],
            ("HOST_URL", $"{host}"),
            ("SANDBOX_URL", $"{Ports.FreeUrl()}")
        );
        await anchor.AnswerAsync(new Uri(host, ".well-known/stellar.toml"));
        using var http = new HttpClient { BaseAddress = host };

        using var missing = await http.GetAsync($"auth?account={HostileSettings.Issuer}");
        using var denied = await http.GetAsync($"auth?account={HostileSettings.Issuer}&client_domain=evil.example");

        Assert.Equal([400, 403], [(int)missing.StatusCode, (int)denied.StatusCode]);
    }

    [Fact]
    public void The_documentation_shows_every_row()
    {
        var document = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/settings-faults.md");
        var seen = string.Concat((string[])[Head, .. HostileSettings.All.Select(Row)]);
        if (Environment.GetEnvironmentVariable(Approve) == "1")
        {
            File.WriteAllText(document, seen);
        }

        Assert.Equal(File.ReadAllText(document), seen);
        Assert.True(HostileSettings.All.Count >= 40);
        Assert.True(Started.Count >= 10);
    }

    private const string Head = """
        # Wrong settings, and what is said of them

        Each row is a test: exactly this line, and no other. A fault stops the start with exit code 2 before anything is opened; all faults are said
        at once. A warning does not. No line repeats a secret. The lines stand in `.env` unless they are JSON; where it says *live*,
        all else is set as for a server on the internet: an https `HOST_URL`, the test network's Horizon, a signing seed and a JWT key.

        | given | | line |
        |---|---|---|

        """;

    private static string Row(HostileSetting setting) =>
        $"| {(setting.IsLive ? "*live*<br>" : "")}{string.Join("<br>", setting.Given.Split('\n').Select(line => $"`{line}`"))} "
        + $"| {(setting.Stops ? "stops" : "warns")} | `{setting.Line}` |\n";

    private void Write(HostileSetting setting)
    {
        if (setting.IsLive || setting.IsJson)
        {
            Write("anchor.json", setting.IsLive ? HostileSettings.Live : setting.Given);
        }

        if (!setting.IsJson)
        {
            Write(".env", setting.Given);
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
