using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Api.Operator;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Sandbox.Hathor;

namespace Anchor.EndToEnd.Tests.Sync;

/// <summary>The real program with nothing but the sync daemon's environment variables: what it serves, and what it does when it is told to.</summary>
public sealed class SyncServerTests : IAsyncLifetime
{
    private const int Gap = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly string _folder = Directory.CreateTempSubdirectory("anchor-sync-server-").FullName;
    private readonly Uri _address = Ports.FreeUrl();
    private readonly HttpClient _http = new();
    private readonly OwnedRecording _recording = OwnedRecording.Load();
    private RecordedNodeHost _node = null!;
    private AlertListener _alerts = null!;
    private ProgramRun _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var node = new RecordedNode(_recording.Recording);
        node.MoveOn();
        _node = await RecordedNodeHost.StartAsync(node, cancellationToken: Stop);
        _alerts = await AlertListener.StartAsync();
        // As `docker run -d -e ...` gives them; that of Node.js means nothing here.
        _server = Run([
            ("STAGE", "local"),
            ("NETWORK", "unittests"),
            ("MAX_ADDRESS_GAP", $"{Gap}"),
            ("SERVICE_NAME", "hathor-wallet-service"),
            ("DEFAULT_SERVER", _node.Url.AbsoluteUri),
            ("NODE_ENV", "production"),
            ("SYNC_NETWORKS", $"testnet={_node.Url}"),
            ("SYNC_ALERT_URL", _alerts.Url.AbsoluteUri),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _server.Dispose();
        await _alerts.DisposeAsync();
        await _node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task With_the_daemons_variables_alone_it_follows_serves_wallets_and_takes_orders()
    {
        await _server.ShowsAsync("unittests");
        Assert.Contains("the own projection", _server.Output, StringComparison.Ordinal);
        await _server.AnswerAsync(At("/health/live"));
        using (var toml = await _http.GetAsync(At("/.well-known/stellar.toml"), Stop))
        {
            Assert.False(toml.IsSuccessStatusCode, "No anchor was asked for.");
        }

        var wallet = await RegisterAsync();
        await WalletFollowsAsync(wallet);
        await TheOtherNetworkFailsAndSaysSoAsync();
        await OrdersAreFollowedAsync();
        await WalletFollowsAsync(wallet);
        Assert.Equal(0, await _server.StopAsync());
    }

    private async Task<JsonNode> RegisterAsync()
    {
        using var answer = await _http.PostAsJsonAsync(
            At("/sync/unittests/wallets"),
            new Dictionary<string, string> { ["xpub"] = OwnedRecording.Xpub },
            Stop
        );
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var wallet = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        Assert.Equal(Gap, wallet["max_gap"]!.GetValue<int>());
        using var refused = await _http.PostAsJsonAsync(
            At("/sync/unittests/wallets"),
            new Dictionary<string, string> { ["xpub"] = "xpub" },
            Stop
        );
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        return wallet;
    }

    private async Task WalletFollowsAsync(JsonNode wallet)
    {
        var path = $"/sync/unittests/wallets/{wallet["id"]}";
        using var request = new HttpRequestMessage(HttpMethod.Get, At(path + "/events"));
        request.Headers.Add("Last-Event-ID", "0");
        request.Headers.Authorization = new("Bearer", wallet["token"]!.ToString());
        using var stream = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        _node.Node.MoveToEnd();

        await UntilAsync(
            async () =>
            {
                var balances = (await GetAsync(path + "/balances"))["items"]!.AsArray();
                return balances.Count == 1
                    && long.Parse(balances[0]!["unlocked"]!.ToString(), null)
                        + long.Parse(balances[0]!["locked"]!.ToString(), null)
                        == _recording.Held;
            },
            $"the wallet to hold {_recording.Held}"
        );
        // As far beyond the last used one as the gap says.
        var addresses = (await GetAsync(path + "/addresses"))["items"]!.AsArray();
        Assert.Equal(OwnedRecording.LastUsed + 1 + Gap, addresses.Count);
        var history = await PagesAsync(path + "/history?limit=3", "before");
        Assert.Equal(_recording.Held, history.Sum(line => long.Parse(line["amount"]!.ToString(), null)));
        var outputs = await PagesAsync(path + "/utxos?limit=2&token=00", "after");
        Assert.Equal(_recording.Held, outputs.Sum(output => long.Parse(output["value"]!.ToString(), null)));

        var told = await TransactionsAsync(stream, history.Count);
        Assert.Equal(history.Select(line => line["tx_id"]!.ToString()).Order(), told.Order());
        using var guess = new HttpRequestMessage(HttpMethod.Get, At(path));
        guess.Headers.Authorization = new("Bearer", "a guess");
        using var refused = await _http.SendAsync(guess, Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task TheOtherNetworkFailsAndSaysSoAsync()
    {
        var (code, text) = await SyncAsync("status");
        Assert.Equal(1, code);
        Assert.Contains("testnet: failure", text, StringComparison.Ordinal);
        Assert.Contains("is of unittests, not of testnet", text, StringComparison.Ordinal);
        using (var ready = await _http.GetAsync(At("/health/ready"), Stop))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("testnet", await ready.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        await UntilAsync(() => Task.FromResult(!_alerts.Told.IsEmpty), "an alert");
        var alert = Assert.Single(_alerts.Told);
        Assert.Equal("major", alert["severity"]!.ToString());
        Assert.Equal("testnet", alert["environment"]!.ToString());
        var page = await _http.GetStringAsync(At("/sync"), Stop);
        Assert.Contains("is of unittests, not of testnet", page, StringComparison.Ordinal);
        var metrics = await _http.GetStringAsync(At("/metrics"), Stop);
        Assert.Contains("anchor_sync_status{network=\"testnet\"} 3", metrics, StringComparison.Ordinal);
        Assert.Contains("anchor_sync_lag{network=\"unittests\"} 0", metrics, StringComparison.Ordinal);
    }

    private async Task OrdersAreFollowedAsync()
    {
        var height = (await SyncAsync("status", "--network", "unittests")).Text;
        foreach (var order in (string[])["stop", "start", "restart"])
        {
            var (code, text) = await SyncAsync(order, "--network", "unittests");
            Assert.True(code == 0, text);
            Assert.StartsWith("unittests: ", text, StringComparison.Ordinal);
        }

        var before = (await StateAsync())["done_at"]!.ToString();
        var (rebuilds, line) = await SyncAsync("rebuild", "--network", "unittests");
        Assert.True(rebuilds == 0, line);
        await UntilAsync(
            async () =>
            {
                var sync = await StateAsync();
                return sync["status"]!.ToString() == "idle"
                    && !sync["is_rebuilding"]!.GetValue<bool>()
                    && string.CompareOrdinal(sync["done_at"]!.ToString(), before) > 0;
            },
            "all to be here again"
        );
        Assert.Equal(height, (await SyncAsync("status", "--network", "unittests")).Text);
        var (unknown, _) = await SyncAsync("status", "--network", "golf");
        Assert.Equal(2, unknown);
    }

    private Uri At(string path) => new(_address, path);

    private async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(At(path), Stop))!;

    private async Task<JsonNode> StateAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, At("/operator/sync"));
        var address = OperatorAddress.Read(Path.Combine(_folder, "data", OperatorAddress.FileName))!;
        request.Headers.Authorization = new("Bearer", address.Token);
        using var answer = await _http.SendAsync(request, Stop);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["syncs"]![0]!;
    }

    /// <summary>All items, page by page.</summary>
    private async Task<List<JsonNode>> PagesAsync(string path, string name)
    {
        List<JsonNode> items = [];
        for (string? next = ""; next is not null; )
        {
            var page = await GetAsync(next.Length == 0 ? path : $"{path}&{name}={Uri.EscapeDataString(next)}");
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            next = page["next"]?.ToString();
        }

        return items;
    }

    private static async Task<HashSet<string>> TransactionsAsync(HttpResponseMessage stream, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Patience);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(limit.Token));
        HashSet<string> told = new(StringComparer.Ordinal);
        while (told.Count < count)
        {
            if (
                await reader.ReadLineAsync(limit.Token) is { } line
                && line.StartsWith("data: ", StringComparison.Ordinal)
            )
            {
                told.Add(JsonNode.Parse(line["data: ".Length..])!["tx_id"]!.ToString());
            }
        }

        return told;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"Still waiting for {what}.");
            await Task.Delay(Pause, TimeProvider.System, Stop);
        }
    }

    /// <summary><c>anchor sync ...</c>.</summary>
    private async Task<(int Code, string Text)> SyncAsync(params string[] arguments)
    {
        using var run = ProgramRun.Start(ProgramRun.Anchor, _folder, ["sync", .. arguments]);
        var code = await run.WaitForExitAsync(Patience);
        return (code, (run.Output + run.Errors).Trim());
    }

    private ProgramRun Run((string, string)[] environment) =>
        ProgramRun.Start(ProgramRun.Anchor, _folder, [], [("HOST_URL", _address.AbsoluteUri), .. environment]);
}
