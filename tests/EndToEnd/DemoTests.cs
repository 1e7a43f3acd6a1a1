using System.Text.Json;
using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests;

public sealed class DemoTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-demo-");
    private readonly Uri _host = Ports.FreeUrl();
    private readonly Uri _sandbox = Ports.FreeUrl();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(ProgramRun.Anchor)]
    [InlineData(ProgramRun.Sample)]
    public async Task A_wallet_deposits_and_withdraws_to_the_stroop(string program)
    {
        using var anchor = Start(program);
        await anchor.AnswerAsync(new Uri(_host, ".well-known/stellar.toml"));
        using var demo = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["demo", "--url", _host.ToString(), "--deposit", "123.4567891", "--withdraw", "7.0000003", "--json"]
        );
        var exitCode = await demo.WaitForExitAsync(TimeSpan.FromMinutes(3));

        Assert.True(exitCode == 0, demo.Output + demo.Errors + anchor.Output);
        using var report = JsonDocument.Parse(demo.Output);
        Assert.True(report.RootElement.GetProperty("passed").GetBoolean());
        // 0.5 and one percent, the percent cut to the stroop.
        var paid = report.RootElement.GetProperty("checks")[0];
        Assert.Equal("121.7222213", paid.GetProperty("found").GetString());
        string[] statuses =
        [
            .. report
                .RootElement.GetProperty("events")
                .EnumerateArray()
                .Where(seen => seen.GetProperty("who").GetString() == "deposit")
                .Select(seen => seen.GetProperty("status").GetString()!),
        ];
        Assert.Equal("incomplete", statuses[0]);
        Assert.Equal("completed", statuses[^1]);
        Assert.Equal(0, await anchor.StopAsync());
    }

    [Fact]
    public async Task Without_an_anchor_the_demo_fails_with_a_line()
    {
        using var demo = ProgramRun.Start(ProgramRun.Anchor, _folder.FullName, ["demo", "--url", _host.ToString()]);

        Assert.Equal(1, await demo.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("refused", demo.Output, StringComparison.Ordinal);
    }

    private ProgramRun Start(string program) =>
        ProgramRun.Start(
            program,
            _folder.FullName,
            [],
            ("HOST_URL", _host.ToString()),
            ("SANDBOX_URL", _sandbox.ToString())
        );
}
