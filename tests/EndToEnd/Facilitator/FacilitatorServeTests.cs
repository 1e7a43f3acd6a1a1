using Anchor.Crypto;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Ethereum;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>The facilitator inside <c>anchor serve</c>, beside an anchor and alone, as a real process.</summary>
public sealed class FacilitatorServeTests : IDisposable
{
    private const string Token = "a-token-of-the-operator-in-the-tests-of-serve";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-serve-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task One_process_is_an_anchor_and_a_facilitator()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "The tests of a cluster configure an anchor.");
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        await using var sandbox = await MosaicSandbox.StartAsync(new SandboxChoice(BlockTime: 0.3), default);
        using var ending = new CancellationTokenSource();
        var anchoring = sandbox.KeepAnchoringAsync(TimeSpan.FromSeconds(0.7), ending.Token);
        using var worker = DevelopmentChain.Key("worker");
        // Where init would have written them.
        SandboxFiles.Write(sandbox, Path.Combine(_folder.FullName, "mosaic", "1406"), [worker], confirmations: 1);
        using var person = await sandbox.NewPersonAsync(default);
        var beneficiary = EthereumAddress.Parse("0x00000000000000000000000000000000000be9ef");
        var request = await person.StakeAsync(MosaicSandbox.Ether * 5, beneficiary, default);
        var host = Ports.FreeUrl();
        (string, string)[] anchor = [("SANDBOX", "on"), ("SANDBOX_URL", Ports.FreeUrl().ToString())];

        using (var both = Serve(host, worker, anchor))
        {
            var page = new Uri(host, $"facilitator/{request.Hash}");
            await EventuallyAsync(both, page, "<td>COMPLETE</td>");
            Assert.Contains(
                "TEST",
                await both.AnswerAsync(new Uri(host, ".well-known/stellar.toml")),
                StringComparison.Ordinal
            );
            Assert.Contains(
                "\"facilitator\":\"ok\"",
                await both.AnswerAsync(new Uri(host, "health/ready")),
                StringComparison.Ordinal
            );
            var metrics = await both.AnswerAsync(new Uri(host, "metrics"));
            Assert.Contains(
                "anchor_facilitator_requests{kind=\"stake\",status=\"COMPLETE\"} 1\n",
                metrics,
                StringComparison.Ordinal
            );
            Assert.Contains("anchor_transactions", metrics, StringComparison.Ordinal);
            var types = metrics.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).ToList();
            Assert.Equal(types.Distinct(), types);
            Assert.Equal(0, await both.StopAsync());
        }

        Assert.True(await sandbox.CoinOfAsync(beneficiary, default) > MosaicSandbox.Ether * 4);
        // The same files and nothing of an anchor: the facilitator alone, in the same database.
        using (var alone = Serve(host, worker))
        {
            await EventuallyAsync(alone, new Uri(host, "facilitator"), request.Hash.ToString());
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
            Assert.Equal(200, (int)(await http.GetAsync(new Uri(host, "health/ready"))).StatusCode);
            Assert.DoesNotContain("Horizon", alone.Output, StringComparison.Ordinal);
            Assert.Equal(0, await alone.StopAsync());
        }

        await ending.CancelAsync();
        await anchoring;
    }

    [Fact]
    public async Task A_start_without_the_workers_passwords_says_which_are_missing_and_off_starts_without_a_facilitator()
    {
        using var worker = DevelopmentChain.Key("worker");
        var folder = Path.Combine(_folder.FullName, "mosaic", "1406");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "mosaic.json"), DevelopmentChain.MosaicConfig);
        FacilitatorFilesWriter.Write(
            Path.Combine(folder, FacilitatorPaths.FileName),
            "mosaic.json",
            new() { ["db_path"] = "facilitator.db" },
            "1406",
            [
                new NewChain("1337", new Uri("http://127.0.0.1:1"), [worker], "secret"),
                new NewChain("1406", new Uri("http://127.0.0.1:2"), [worker], "secret"),
            ],
            1 << 12
        );
        var host = Ports.FreeUrl();

        using var refused = Serve(host, null);
        Assert.Equal(2, await refused.WaitForExitAsync(Patience));
        using var started = Serve(
            host,
            null,
            ("FACILITATOR_CONFIG", "off"),
            ("SANDBOX_URL", Ports.FreeUrl().ToString())
        );
        var health = await started.AnswerAsync(new Uri(host, "health/live"));

        Assert.Contains(
            $"{WorkerPasswords.VariableOf(EthereumAddress.Of(worker))}: is missing",
            refused.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains("live", health, StringComparison.Ordinal);
        Assert.Equal(0, await started.StopAsync());
    }

    private ProgramRun Serve(Uri host, Secp256k1PrivateKey? worker, params (string Name, string Value)[] more) =>
        ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["serve"],
            [
                ("HOST_URL", host.ToString()),
                ("OPERATOR_TOKEN", Token),
                .. worker is null
                    ? Array.Empty<(string, string)>()
                    : [(WorkerPasswords.VariableOf(EthereumAddress.Of(worker)), SandboxFiles.Password)],
                .. more,
            ]
        );

    private static async Task EventuallyAsync(ProgramRun run, Uri url, string text)
    {
        using var http = new HttpClient();
        var started = TimeProvider.System.GetTimestamp();
        await run.AnswerAsync(new Uri(url, "/health/live"));
        while (true)
        {
            using var answer = await http.GetAsync(url);
            var page = await answer.Content.ReadAsStringAsync();
            if (page.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"{page}{run.Output}{run.Errors}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
