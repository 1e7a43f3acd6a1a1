using Anchor.Api.Operator;
using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Commands;

public sealed class OperatorLinkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-link-");
    private readonly Uri _host = Ports.FreeUrl();
    private readonly Uri _sandbox = Ports.FreeUrl();
    private readonly List<ProgramRun> _runs = [];

    public void Dispose()
    {
        _runs.ForEach(run => run.Dispose());
        _folder.Delete(recursive: true);
    }

    private string AddressFile => Path.Combine(_folder.FullName, "data", OperatorAddress.FileName);

    [Fact]
    public async Task A_command_asks_the_server_that_runs_and_else_hosts_the_anchor_itself()
    {
        var server = Start("serve", ("LISTEN_URL", $"http://0.0.0.0:{_host.Port}"));
        var key = await server.AnswerAsync(new Uri(_host, ".well-known/stellar.toml"));
        var address = OperatorAddress.Read(AddressFile)!;
        Assert.Equal($"http://127.0.0.1:{_host.Port}/", address.Url.AbsoluteUri);

        await SaysAsync($"Process {address.ProcessId} serves.");
        await SaysAsync(
            $"Process {address.ProcessId} serves.",
            ("DATA_DIR", "elsewhere"),
            ("OPERATOR_URL", _host.ToString()),
            ("OPERATOR_TOKEN", address.Token)
        );
        await server.KillAsync();

        // The file of the killed server is still there.
        await SaysAsync("No server runs.");
        Assert.False(File.Exists(AddressFile));
        var again = Start("serve");
        Assert.Equal(key, await again.AnswerAsync(new Uri(_host, ".well-known/stellar.toml")));
    }

    [Fact]
    public async Task Copies_that_start_at_once_and_a_server_take_turns()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "Silos share their database and need not take turns.");
        List<ProgramRun> copies = [.. Enumerable.Range(0, 3).Select(_ => Start("status"))];
        copies.Add(Start("serve"));
        copies.AddRange(Enumerable.Range(0, 2).Select(_ => Start("status")));

        await copies[3].AnswerAsync(new Uri(_host, ".well-known/stellar.toml"));
        foreach (var copy in copies.Where((_, index) => index != 3))
        {
            Assert.True(await copy.WaitForExitAsync(Patience) == 0, copy.Output + copy.Errors);
            Assert.Equal("", copy.Errors.Trim());
        }

        await SaysAsync($"Process {OperatorAddress.Read(AddressFile)!.ProcessId} serves.");
        Assert.Equal(0, await copies[3].StopAsync());
        Assert.Equal("", copies[3].Errors.Trim());
        Assert.False(File.Exists(AddressFile));
    }

    [Fact]
    public async Task A_wrong_token_wrong_use_and_wrong_configuration_have_their_exit_codes()
    {
        var server = Start("serve");
        await server.AnswerAsync(new Uri(_host, ".well-known/stellar.toml"));
        var wrong = ("OPERATOR_TOKEN", new string('x', 40));

        await EndsAsync(1, "the operator's token is needed here", "status", ("OPERATOR_URL", _host.ToString()), wrong);
        await EndsAsync(2, "OPERATOR_TOKEN: required with OPERATOR_URL.", "status", ("OPERATOR_URL", _host.ToString()));
        await EndsAsync(2, "OPERATOR_TOKEN: the value is not a token", "status", ("OPERATOR_TOKEN", "short"));
        await EndsAsync(2, "Unrecognized", "status --nonsense");
    }

    private async Task SaysAsync(string text, params (string, string)[] environment)
    {
        var status = Start("status", environment);
        Assert.True(await status.WaitForExitAsync(Patience) == 0, status.Output + status.Errors);
        Assert.StartsWith(text, status.Output, StringComparison.Ordinal);
    }

    private async Task EndsAsync(int code, string text, string arguments, params (string, string)[] environment)
    {
        var command = Start(arguments, environment);
        Assert.Equal(code, await command.WaitForExitAsync(Patience));
        Assert.Contains(text, command.Errors, StringComparison.Ordinal);
    }

    private ProgramRun Start(string arguments, params (string, string)[] environment)
    {
        var run = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            arguments.Split(' '),
            [("HOST_URL", _host.ToString()), ("SANDBOX_URL", _sandbox.ToString()), .. environment]
        );
        _runs.Add(run);
        return run;
    }
}
