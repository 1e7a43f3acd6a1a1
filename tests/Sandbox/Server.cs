using System.Text.Json;
using Anchor.Sandbox.Bank;
using Anchor.Stellar;

namespace Anchor.Sandbox.Tests;

/// <summary>A sandbox behind real HTTP, closed by hand, with a client.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly SandboxHost _host;

    public static SandboxOptions Manual { get; } = new() { CloseInterval = null };

    private Server(SandboxHost host)
    {
        _host = host;
        Stage = new Stage(host.Network);
        Client = new HttpClient { BaseAddress = host.Url, Timeout = Deadline };
    }

    public HttpClient Client { get; }

    public Stage Stage { get; }

    public SandboxNetwork Network => _host.Network;

    public SandboxFaults Faults => Network.Faults;

    /// <summary>Without options of its own, ledgers close by hand.</summary>
    public static async Task<Server> StartAsync(SandboxOptions? options = null, DemoBank? bank = null) =>
        new(await SandboxHost.StartAsync(options ?? Manual, bank: bank));

    public async Task<JsonElement> GetAsync(string path, int status = 200)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(response, status);
    }

    public async Task<List<JsonElement>> RecordsAsync(string path) =>
        [.. (await GetAsync(path)).GetProperty("_embedded").GetProperty("records").EnumerateArray()];

    public Task<JsonElement> SubmitAsync(
        TransactionEnvelope envelope,
        int status = 200,
        string path = "/transactions"
    ) => PostAsync(path, status, ("tx", envelope.ToBase64()));

    public async Task<JsonElement> PostAsync(string path, int status, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var response = await Client.PostAsync(new Uri(path, UriKind.Relative), form);
        return await ReadAsync(response, status);
    }

    /// <summary>Starts a submission and closes the ledger it waits for.</summary>
    public async Task<JsonElement> SubmitAndCloseAsync(TransactionEnvelope envelope, int status = 200)
    {
        var answer = SubmitAsync(envelope, status);
        await WaitingAsync(1);
        Network.CloseLedger();
        return await answer;
    }

    /// <summary>Returns when so many transactions wait for a ledger.</summary>
    public async Task WaitingAsync(int count)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (Network.Waiting < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
        Stage.Dispose();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
