using System.Diagnostics;
using System.Text.Json.Nodes;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Silo.Facilitator;

namespace Anchor.Testing.Anvil;

/// <summary>A real chain for one test, in a process of its own on a free port of the loopback address. It ends with the test program, however that ends.</summary>
public sealed class AnvilChain : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly AnvilNode _node;

    private AnvilChain(AnvilNode node) => _node = node;

    public Uri Url => _node.Url;

    public long ChainId => _node.ChainId;

    public EthereumClient Client => _node.Client;

    /// <summary>Starts a chain and waits until it answers.</summary>
    public static async Task<AnvilChain> StartAsync(AnvilOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var state = options.State is { } name ? $"{name}.state" : null;
        var choice = new AnvilChoice(options.ChainId, options.Balance, state, options.BlockTime, options.Hardfork);
        return new AnvilChain(await AnvilNode.StartAsync(choice, cancellationToken));
    }

    /// <summary>Asks what no wallet would: the methods of the node itself.</summary>
    public Task<JsonNode?> AskAsync(string method, params JsonNode?[] arguments) => _node.AskAsync(method, arguments);

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

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
