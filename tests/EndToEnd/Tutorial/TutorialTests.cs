using Anchor.EndToEnd.Tests.Support;

namespace Anchor.EndToEnd.Tests.Tutorial;

public sealed class TutorialTests(ITestOutputHelper output) : IDisposable
{
    // It builds a project, on a machine that may be busy with other tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>The long run takes all tests of the wallet SDK, the other the deposit and the withdrawal.</summary>
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("ANCHOR_TESTS_LONG") == "1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-tutorial-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Followed_as_written_it_ends_in_a_completed_deposit_and_withdrawal()
    {
        var (host, horizon) = (
            new Uri($"http://localhost:{Ports.FreeUrl().Port}"),
            new Uri($"http://localhost:{Ports.FreeUrl().Port}")
        );
        var script = Path.Combine(_folder.FullName, "tutorial.sh");
        await File.WriteAllTextAsync(script, TutorialScript.Make(host, horizon, WalletSdk(host, horizon)));

        using var run = ProgramRun.Start(
            "/bin/bash",
            _folder.FullName,
            [script],
            ("ANCHOR", Repository.Root),
            ("MSBUILDDISABLENODEREUSE", "1")
        );
        var code = await EndAsync(run);

        output.WriteLine(run.Output);
        var log = Path.Combine(_folder.FullName, "my-anchor", "anchor.log");
        Assert.True(code == 0, run.Output + run.Errors + (File.Exists(log) ? await File.ReadAllTextAsync(log) : ""));
        Assert.Contains("Deposit and withdrawal are complete, to the stroop.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL", run.Output, StringComparison.Ordinal);
    }

    /// <summary>At the deadline the script is asked to end, because only it knows what it has started.</summary>
    private static async Task<int> EndAsync(ProgramRun run)
    {
        try
        {
            return await run.WaitForExitAsync(Patience);
        }
        catch (OperationCanceledException)
        {
            return await run.StopAsync();
        }
    }

    /// <summary>A public wallet SDK against the same server, where its packages are installed.</summary>
    private static string WalletSdk(Uri host, Uri horizon) =>
        Directory.Exists(Repository.File("tests/wallet-sdk/node_modules"))
            ? $"\"$ANCHOR/tests/wallet-sdk/run\" --url={host} --horizon={horizon}{(IsLong ? "" : " --only=reaches")}"
            : "echo 'The wallet SDK is not installed: npm ci in tests/wallet-sdk.'";
}
