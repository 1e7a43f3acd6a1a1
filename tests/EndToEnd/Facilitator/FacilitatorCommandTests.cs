using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Anchor.Crypto;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Ethereum;
using Anchor.Silo.Facilitator;
using Anchor.Testing.Postgres;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>The facilitator's commands as real processes, as an operator runs them.</summary>
public sealed partial class FacilitatorCommandTests : IDisposable
{
    private const string Password = "a password of a worker";
    private const string Token = "a-token-of-the-operator-in-the-tests-of-commands";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-commands-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task From_init_to_a_minted_coin_by_commands_alone()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        await using var sandbox = await MosaicSandbox.StartAsync(new SandboxChoice(BlockTime: 0.3), default);
        WriteMosaicConfig();
        var init = await RunAsync(0, Init(sandbox.Origin.Url, sandbox.Auxiliary.Url));
        Assert.DoesNotContain(Password, init.Output, StringComparison.Ordinal);
        var workers = WorkerLine()
            .Matches(init.Output)
            .Select(match => EthereumAddress.Parse(match.Value))
            .Distinct()
            .ToList();
        Assert.Equal(2, workers.Count);
        var again = await RunAsync(2, Init(sandbox.Origin.Url, sandbox.Auxiliary.Url));
        Assert.Contains("exists already; its keys would be lost", again.Errors, StringComparison.Ordinal);
        ConfirmSoon();
        var early = await RunAsync(1, "doctor", "--chain-id", "1406");
        Assert.Contains("FAILED", early.Output, StringComparison.Ordinal);
        foreach (var worker in workers)
        {
            await sandbox.AddWorkerAsync(worker, default);
        }

        var passwords = workers.Select(worker => ($"MOSAIC_ADDRESS_PASSW_{worker}", Password)).ToArray();
        var doctor = await RunAsync(0, ["doctor"], passwords);
        Assert.Contains("is a worker of", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("not running", (await RunAsync(0, "list")).Output, StringComparison.Ordinal);
        using var anchor = Start(["anchor", "--interval", "1"], ("MOSAIC_ORGANIZATION_KEY", OwnerKey()));
        using var facilitator = Start(["start"], [.. passwords, ("OPERATOR_TOKEN", Token)]);
        await facilitator.ShowsAsync("The facilitator serves");
        Assert.Contains($"process {facilitator.Id}", (await RunAsync(0, "list")).Output, StringComparison.Ordinal);
        var second = await RunAsync(2, ["start"], passwords);
        Assert.Contains($"{facilitator.Id}", second.Errors, StringComparison.Ordinal);

        using var person = await sandbox.NewPersonAsync(default);
        var beneficiary = EthereumAddress.Parse("0x00000000000000000000000000000000000be9ef");
        var request = await person.StakeAsync(MosaicSandbox.Ether * 5, beneficiary, default);
        var url = new Uri(UrlLine().Match(facilitator.Output).Value);
        await EventuallyAsync(() => GetAsync(url, request.Hash.ToString()), "<td>COMPLETE</td>");

        Assert.True(await sandbox.CoinOfAsync(beneficiary, default) > MosaicSandbox.Ether * 4);
        Assert.Matches("block [0-9]+ of chain 1337 is anchored on chain 1406", anchor.Output);
        Assert.Matches("block [0-9]+ of chain 1406 is anchored on chain 1337", anchor.Output);
        await LooksAreForOperatorsAsync(url);
        var stop = await RunAsync(0, "stop", "--chainid", "1406");
        Assert.Contains($"(process {facilitator.Id}) has ended", stop.Output, StringComparison.Ordinal);
        Assert.Equal(0, await facilitator.WaitForExitAsync(Patience));
        Assert.Equal(0, await anchor.StopAsync());
        await RunAsync(1, "stop", "--chainid", "1406");
    }

    [Fact]
    public async Task A_listener_records_requests_and_needs_no_password_and_leaves_them_to_a_facilitator()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        await using var sandbox = await MosaicSandbox.StartAsync(new SandboxChoice(BlockTime: 0.3), default);
        using var worker = DevelopmentChain.Key("worker");
        var file = SandboxFiles.Write(sandbox, _folder.FullName, [worker], confirmations: 1);
        using var person = await sandbox.NewPersonAsync(default);
        var request = await person.StakeAsync(MosaicSandbox.Ether, person.Address, default);

        using var listener = Start(["listener", "start", "--facilitator-config", file]);
        await listener.ShowsAsync("The listener serves");
        var url = new Uri(UrlLine().Match(listener.Output).Value);
        await EventuallyAsync(() => GetAsync(url, request.Hash.ToString()), "<td>REQUESTED</td>");
        Assert.Equal(0, await listener.StopAsync());

        Assert.DoesNotContain("ACCEPTED", listener.Output, StringComparison.Ordinal);
        using var facilitator = Start(
            ["start", file],
            ($"MOSAIC_ADDRESS_PASSW_{EthereumAddress.Of(worker)}", SandboxFiles.Password)
        );
        await facilitator.ShowsAsync($"Request {request.Hash} is ACCEPTED");
        Assert.Equal(0, await facilitator.StopAsync());
    }

    [Fact]
    public async Task Init_makes_a_user_and_a_database_of_their_own_on_PostgreSQL()
    {
        Assert.SkipWhen(TemporaryPostgres.Missing is not null, TemporaryPostgres.Missing ?? "");
        WriteMosaicConfig();
        var server = new Uri(TemporaryPostgres.Shared.CreateDatabase());
        var path = $"postgresql://{server.UserInfo}@127.0.0.1:{server.Port}/mosaic1406";

        await RunAsync(0, [.. Init(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:2")), "--db-path", path]);

        var db = JsonNode.Parse(File.ReadAllText(Config))!["db"]!;
        Assert.Equal($"postgresql://127.0.0.1:{server.Port}/mosaic1406", (string?)db["db_path"]);
        Assert.Equal("facilitator_1406", (string?)db["db_username"]);
        Assert.Equal(48, ((string?)db["db_password"])!.Length);
        // Its tables are there: whoever asks for its processes is answered.
        Assert.Contains("1406  not running", (await RunAsync(0, "list")).Output, StringComparison.Ordinal);
        File.Delete(Config);
        var again = await RunAsync(
            2,
            [.. Init(new Uri("http://127.0.0.1:1"), new Uri("http://127.0.0.1:2")), "--db-path", path]
        );
        Assert.Contains("already exists", again.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Config));
    }

    [Theory]
    [InlineData("--aux-rpc: http://127.0.0.1:1/ is the origin chain's node", "http://127.0.0.1:1")]
    [InlineData("--db-username and --db-password: are for PostgreSQL", "http://127.0.0.1:2", "--db-username", "me")]
    [InlineData(
        "--db-username and --db-password: give both",
        "http://127.0.0.1:2",
        "--db-path",
        "postgres://localhost/x",
        "--db-username",
        "me"
    )]
    [InlineData(
        "--db-path: the name of the database is missing",
        "http://127.0.0.1:2",
        "--db-path",
        "postgres://localhost"
    )]
    public async Task Init_says_what_is_wrong_before_it_makes_anything(
        string fault,
        string auxiliary,
        params string[] more
    )
    {
        WriteMosaicConfig();

        var run = await RunAsync(2, [.. Init(new Uri("http://127.0.0.1:1"), new Uri(auxiliary)), .. more]);

        Assert.Contains(fault, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "mosaic")));
    }

    private string Config => Path.Combine(_folder.FullName, "mosaic", "1406", "facilitator-config.json");

    private static string[] Init(Uri origin, Uri auxiliary) =>
        [
            "init",
            "--mosaic-config",
            "mosaic.json",
            "--chain-id",
            "1406",
            "--origin-rpc",
            origin.ToString(),
            "--aux-rpc",
            auxiliary.ToString(),
        ];

    /// <summary>Whoever comes from elsewhere needs the token; a browser is asked for it.</summary>
    private static async Task LooksAreForOperatorsAsync(Uri url)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = url };
        // As a proxy before it would say.
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(401, (int)(await http.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
        Assert.Equal(302, (int)(await http.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
        using var wrong = new FormUrlEncodedContent([new("token", "another")]);
        Assert.Equal(401, (int)(await http.PostAsync(new Uri("/sign-in", UriKind.Relative), wrong)).StatusCode);
        using var right = new FormUrlEncodedContent([new("token", Token)]);
        Assert.Equal(303, (int)(await http.PostAsync(new Uri("/sign-in", UriKind.Relative), right)).StatusCode);
        Assert.Contains(
            "<h1>Facilitator</h1>",
            await http.GetStringAsync(new Uri("/", UriKind.Relative)),
            StringComparison.Ordinal
        );
        using var scraper = new HttpClient { BaseAddress = url };
        scraper.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        scraper.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        Assert.Contains(
            "anchor_facilitator_alarms 0\n",
            await scraper.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
            StringComparison.Ordinal
        );
    }

    private static async Task<string> GetAsync(Uri url, string path)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(url, path));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task EventuallyAsync(Func<Task<string>> ask, string text)
    {
        var started = TimeProvider.System.GetTimestamp();
        var answer = "";
        while (!answer.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, answer);
            await Task.Delay(Pause, TimeProvider.System);
            answer = await ask();
        }
    }

    private static string OwnerKey()
    {
        var accounts = JsonNode.Parse(DevelopmentChain.Resource("accounts.json"))!;
        return (string)accounts["accounts"]!["owner"]!["privateKey"]!;
    }

    private void WriteMosaicConfig() =>
        File.WriteAllBytes(Path.Combine(_folder.FullName, "mosaic.json"), DevelopmentChain.MosaicConfig);

    /// <summary>The defaults are for chains that are not local.</summary>
    private void ConfirmSoon()
    {
        var file = JsonNode.Parse(File.ReadAllText(Config))!;
        file["look_interval"] = 0.3;
        foreach (var (_, chain) in file["chains"]!.AsObject())
        {
            (chain!["confirmations"], chain["block_delay"]) = (1, 0);
        }

        File.WriteAllText(Config, file.ToJsonString());
    }

    private Task<(string Output, string Errors)> RunAsync(int code, params string[] arguments) =>
        RunAsync(code, arguments, []);

    private async Task<(string Output, string Errors)> RunAsync(
        int code,
        string[] arguments,
        (string Name, string Value)[] environment
    )
    {
        using var run = Start(
            arguments,
            [("MOSAIC_ORIGIN_PASSWORD", Password), ("MOSAIC_AUXILIARY_PASSWORD", Password), .. environment]
        );
        var ended = await run.WaitForExitAsync(Patience);
        Assert.True(
            code == ended,
            string.Create(CultureInfo.InvariantCulture, $"{arguments[0]} ended with {ended}: {run.Output}{run.Errors}")
        );
        return (run.Output, run.Errors);
    }

    private ProgramRun Start(string[] arguments, params (string Name, string Value)[] environment) =>
        ProgramRun.Start(
            ProgramRun.Anchor,
            _folder.FullName,
            ["facilitator", .. arguments],
            [("HOME", _folder.FullName), .. environment]
        );

    [GeneratedRegex("(?<=MOSAIC_ADDRESS_PASSW_)0x[0-9a-fA-F]{40}", RegexOptions.None, 1000)]
    private static partial Regex WorkerLine();

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex UrlLine();
}
