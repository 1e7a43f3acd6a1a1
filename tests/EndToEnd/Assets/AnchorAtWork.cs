using System.Text.Json;
using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Assets;

/// <summary>A server on a sandbox, in a folder of its own, and the commands that act on it: all of them real processes.</summary>
internal sealed class AnchorAtWork : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-at-work-");
    private ProgramRun? _server;

    public Uri Host { get; } = Ports.FreeUrl();

    public Uri Sandbox { get; } = Ports.FreeUrl();

    public string Log => _server!.Output + _server.Errors;

    /// <summary>Everything that is kept on disk.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories);

    public static async Task<AnchorAtWork> StartAsync(params (string Name, string Value)[] environment)
    {
        var anchor = new AnchorAtWork();
        await anchor.ServeAsync(environment);
        return anchor;
    }

    public async Task ServeAsync(params (string Name, string Value)[] environment)
    {
        _server = ProgramRun.Start(ProgramRun.Anchor, _folder.FullName, ["serve"], Environment(environment));
        await TomlAsync();
    }

    public async Task StopAsync()
    {
        Assert.Equal(0, await _server!.StopAsync());
        _server.Dispose();
        _server = null;
    }

    public Task<string> TomlAsync() => _server!.AnswerAsync(new Uri(Host, ".well-known/stellar.toml"));

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> RunAsync(
        string arguments,
        params (string Name, string Value)[] environment
    )
    {
        using var run = ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            arguments.Split(' '),
            Environment(environment)
        );
        var code = await run.WaitForExitAsync(Patience);
        return (code, run.Output.Trim(), run.Errors.Trim());
    }

    /// <summary>Runs a command that must be done; gives its output.</summary>
    public async Task<string> DoAsync(string arguments, params (string Name, string Value)[] environment)
    {
        var (code, output, errors) = await RunAsync(arguments, environment);
        Assert.True(code == 0, $"{arguments} ended with {code}: {output}{errors}{Log}");
        return output;
    }

    /// <summary>Issues an asset on the sandbox and has the running server serve it.</summary>
    public async Task<IssuedAsset> AddIssuedAsync(string code, string terms = "")
    {
        using var report = JsonDocument.Parse(await DoAsync($"testnet issue --asset={code} --json"));
        var asset = new IssuedAsset(
            code,
            Text("issuer", "public_key"),
            Text("issuer", "secret_key"),
            Text("distribution", "public_key"),
            Text("distribution", "secret_key")
        );
        await DoAsync(
            $"assets add --asset {code} --issuer {asset.Issuer}{terms}",
            ("DISTRIBUTION_SEED", asset.DistributionSeed)
        );
        return asset;

        string Text(string who, string what) => report.RootElement.GetProperty(who).GetProperty(what).GetString()!;
    }

    /// <summary>A deposit and a withdrawal, every amount checked.</summary>
    public Task DemoAsync(string code) => DoAsync($"demo --url {Host} --asset {code} --json");

    public void Dispose()
    {
        _server?.Dispose();
        _folder.Delete(recursive: true);
    }

    private (string, string)[] Environment((string, string)[] more) =>
        [
            ("HOST_URL", Host.ToString()),
            ("SANDBOX_URL", Sandbox.ToString()),
            // Quicker than people need it.
            ("SANDBOX_CLOSE_INTERVAL", "0.25"),
            ("POLLING_DEPOSITS", "0.25"),
            ("POLLING_OUTGOING", "0.25"),
            .. more,
        ];
}

/// <summary>An asset of a test network, with its keys.</summary>
internal sealed record IssuedAsset(
    string Code,
    string Issuer,
    string IssuerSeed,
    string Distribution,
    string DistributionSeed
);
