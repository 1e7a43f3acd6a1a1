using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;
using Anchor.Silo.Drill;

namespace Anchor.Silo.Facilitator;

/// <summary>What kind of chain is wanted.</summary>
/// <param name="ChainId">The chain's id.</param>
/// <param name="Balance">What each of its accounts begins with, in whole coins.</param>
/// <param name="State">The resource that it begins with; null for an empty chain.</param>
/// <param name="BlockTime">Seconds between blocks; null makes a block for every transaction, and none without.</param>
/// <param name="Hardfork">The rules that blocks follow; null for the latest.</param>
/// <param name="ForgetsStates">Whether only the newest state is kept, which makes room for very many blocks.</param>
internal sealed record AnvilChoice(
    long ChainId,
    long Balance,
    string? State,
    double? BlockTime = null,
    string? Hardfork = null,
    bool ForgetsStates = false
);

/// <summary>A chain of one's own on the loopback address. It ends with this process, however that ends.</summary>
internal sealed class AnvilNode : IAsyncDisposable
{
    // It ends when nobody holds the other end of its standard input any more.
    private const string Guard = """
        "$@" & child=$!
        read -r ignored
        kill $child; wait $child
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private bool _hasEnded;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private AnvilNode(Process process, int port, AnvilChoice choice)
    {
        _process = process;
        ChainId = choice.ChainId;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        Client = new EthereumClient(_http, new EthereumClientOptions { Endpoint = Url }, TimeProvider.System);
    }

    public Uri Url { get; }

    public long ChainId { get; }

    public EthereumClient Client { get; }

    /// <summary>Starts a chain with its contracts, and waits until it answers.</summary>
    public static async Task<AnvilNode> StartAsync(AnvilChoice choice, CancellationToken cancellationToken)
    {
        var port = FreePorts.Next();
        var node = new AnvilNode(Launch(choice, port), port, choice);
        try
        {
            await node.WaitAsync(cancellationToken);
            if (choice.State is { } state)
            {
                await node.AskAsync("anvil_loadState", Hex.Of(DevelopmentChain.Resource(state)));
            }

            return node;
        }
        catch
        {
            await node.DisposeAsync();
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
        using var response = await _http.PostAsJsonAsync(Url, question);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>();
        return answer!["error"] is { } error
            ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}")
            : answer["result"];
    }

    /// <summary>Every such event of the contract, from the first block on.</summary>
    public async Task<ImmutableArray<EthereumLog>> LogsAsync(
        EthereumAddress contract,
        AbiEvent wanted,
        CancellationToken cancellationToken
    ) =>
        await Client.GetLogsAsync(
            new LogFilter([contract], [wanted.Topic]),
            0,
            await Client.GetBlockNumberAsync(cancellationToken),
            cancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
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

    private static Process Launch(AnvilChoice choice, int port)
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
            AnvilProgram.Find() ?? throw new FileNotFoundException(AnvilProgram.Missing),
            "--host",
            "127.0.0.1",
            "--port",
            port.ToString(CultureInfo.InvariantCulture),
            "--chain-id",
            choice.ChainId.ToString(CultureInfo.InvariantCulture),
            "--mnemonic",
            DevelopmentChain.Phrase,
            "--accounts",
            "10",
            "--balance",
            choice.Balance.ToString(CultureInfo.InvariantCulture),
            "--quiet",
            .. choice.ForgetsStates ? ["--prune-history"] : Array.Empty<string>(),
            .. choice.Hardfork is { } hardfork ? ["--hardfork", hardfork] : Array.Empty<string>(),
            .. choice.BlockTime is { } seconds
                ? ["--block-time", seconds.ToString(CultureInfo.InvariantCulture)]
                : Array.Empty<string>(),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("anvil does not start.");
    }
}
