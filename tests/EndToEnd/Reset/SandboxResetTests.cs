using System.Net.Http.Headers;
using Anchor.Api.Operator;
using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Reset;

public sealed class SandboxResetTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-sandbox-reset-");
    private readonly Uri _host = Ports.FreeUrl();
    private readonly Uri _sandbox = Ports.FreeUrl();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_first_runs_own_network_can_be_reset_and_works_again()
    {
        using var anchor = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            [],
            ("HOST_URL", _host.ToString()),
            ("SANDBOX_URL", _sandbox.ToString())
        );
        await anchor.AnswerAsync(new Uri(_host, "health/ready"));
        await DemoAsync(anchor);
        Assert.Equal(409, await TakeOverAsync());

        using (var reset = await _http.PostAsync(new Uri(_sandbox, "_sandbox/reset"), null))
        {
            reset.EnsureSuccessStatusCode();
        }

        await ResetWorld.UntilAsync(
            async () =>
            {
                using var ready = await _http.GetAsync(new Uri(_host, "health/ready"));
                return (await ready.Content.ReadAsStringAsync()).Contains("The network was reset");
            },
            () => "the reset to be noticed",
            TimeSpan.FromSeconds(20)
        );
        await ResetWorld.UntilAsync(async () => await TakeOverAsync() == 200, () => "the takeover");

        // The second user finds what the first found: the asset is issued anew, and the channels are open.
        await DemoAsync(anchor);
        Assert.Equal(0, await anchor.StopAsync());
    }

    private async Task<int> TakeOverAsync()
    {
        var address = OperatorAddress.Read(Path.Combine(_folder.FullName, "data", OperatorAddress.FileName))!;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address.Url, "operator/network/reset"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", address.Token);
        using var response = await _http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private async Task DemoAsync(ProgramRun anchor)
    {
        using var demo = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["demo", "--url", _host.ToString(), "--json"]
        );
        var exitCode = await demo.WaitForExitAsync(TimeSpan.FromMinutes(2));
        Assert.True(exitCode == 0, demo.Output + demo.Errors + anchor.Output);
    }
}
