using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;

namespace Anchor.Testing.Anvil;

/// <summary>A real chain for one test, in a process of its own on a free port of the loopback address. It ends with the test program, however that ends.</summary>
public sealed class AnvilChain : IAsyncDisposable
{
    private const string Phrase = "test test test test test test test test test test test junk";

    // It ends when nobody holds the other end of its standard input any more.
    private const string Guard = """
        "$@" & child=$!
        read -r ignored
        kill $child; wait $child
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private AnvilChain(Process process, int port, long chainId)
    {
        _process = process;
        ChainId = chainId;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        Client = new EthereumClient(_http, new EthereumClientOptions { Endpoint = Url }, TimeProvider.System);
    }

    public Uri Url { get; }

    public long ChainId { get; }

    public EthereumClient Client { get; }

    /// <summary>Starts a chain and waits until it answers.</summary>
    public static async Task<AnvilChain> StartAsync(AnvilOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var port = FreePort();
        var chain = new AnvilChain(Launch(options, port), port, options.ChainId);
        try
        {
            await chain.WaitAsync(cancellationToken);
            if (options.State is { } state)
            {
                var file = Path.Combine(AppContext.BaseDirectory, "Anvil", $"{state}.state");
                await chain.AskAsync("anvil_loadState", Hex.Of(await File.ReadAllBytesAsync(file, cancellationToken)));
            }

            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks what no wallet would: the methods of the node itself.</summary>
    public async Task<JsonNode?> AskAsync(string method, params JsonNode?[] arguments)
    {
        var question = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 1,
            ["method"] = method,
            ["params"] = new JsonArray(arguments),
        };
        using var content = new StringContent(question.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(Url, content);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return answer["error"] is { } error
            ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}")
            : answer["result"];
    }

    /// <summary>Makes blocks.</summary>
    public Task MineAsync(int blocks = 1) => AskAsync("anvil_mine", Hex.Quantity(blocks));

    /// <summary>Replaces the latest blocks by as many empty ones: their transactions are gone.</summary>
    public Task ReorganizeAsync(int depth) => AskAsync("anvil_reorg", depth, new JsonArray());

    /// <summary>Whether transactions get a block at once.</summary>
    public Task SetAutomineAsync(bool automine) => AskAsync("evm_setAutomine", automine);

    /// <summary>Waits until a transaction stands in a block.</summary>
    public async Task<TransactionReceipt> ReceiptAsync(Bytes32 hash, CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            if (await Client.FindReceiptAsync(hash, cancellationToken) is { } receipt)
            {
                return receipt;
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        throw new TimeoutException($"{hash} does not get into a block.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await AskAsync("eth_chainId");
                return;
            }
            catch (Exception e) when (e is HttpRequestException or JsonException)
            {
                if (_process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
                {
                    throw new InvalidOperationException("anvil does not start.", e);
                }

                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static Process Launch(AnvilOptions options, int port)
    {
        var start = new ProcessStartInfo("sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            "-c",
            Guard,
            "anvil",
            AnvilProgram.Path ?? throw new InvalidOperationException(AnvilProgram.Missing),
            "--host",
            "127.0.0.1",
            "--port",
            port.ToString(CultureInfo.InvariantCulture),
            "--chain-id",
            options.ChainId.ToString(CultureInfo.InvariantCulture),
            "--mnemonic",
            Phrase,
            "--accounts",
            "10",
            "--balance",
            options.Balance.ToString(CultureInfo.InvariantCulture),
            "--quiet",
            .. options.Hardfork is { } hardfork ? ["--hardfork", hardfork] : Array.Empty<string>(),
            .. options.BlockTime is { } seconds
                ? ["--block-time", seconds.ToString(CultureInfo.InvariantCulture)]
                : Array.Empty<string>(),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("anvil does not start.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
