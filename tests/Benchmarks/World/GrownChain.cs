using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Anchor.Hathor.Addresses;
using Anchor.Hathor.Node;
using Anchor.Sandbox.Hathor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Anchor.Benchmarks.World;

/// <summary>
/// A Hathor node whose chain begins as a recorded one and goes on from its tip: each block confirms a row of transactions, of which the
/// first spends an old reward and each other one the one before. All but the recorded part is arithmetic, so that its length costs nothing.
/// </summary>
internal sealed class GrownChain : IAsyncDisposable
{
    /// <summary>The transactions that a grown block confirms.</summary>
    public const int TransactionsPerBlock = 9;

    private const int RewardLock = 10;
    private const int Addresses = 10_000;
    private const long Reward = 6400;
    private static readonly string Recording = Path.Combine(
        AppContext.BaseDirectory,
        "Recordings/SINGLE_CHAIN_BLOCKS_AND_TRANSACTIONS.1.json"
    );

    private static readonly string[] Owners =
    [
        .. Enumerable
            .Range(0, Addresses)
            .Select(number =>
                HathorAddress.OfKey(
                    [2, .. SHA256.HashData(BitConverter.GetBytes(number))],
                    AddressBytes.Of("unittests")
                )
            ),
    ];

    private readonly WebApplication _app;
    private readonly List<string> _recorded;
    private readonly string _lastRecorded;
    private readonly long _time;

    private GrownChain(WebApplication app, List<string> recorded, NodeBlock last)
    {
        _app = app;
        _recorded = recorded;
        _lastRecorded = last.Block.Id;
        _time = last.Block.Timestamp;
        Best = recorded.Count - 1;
    }

    /// <summary>Its height. It may grow.</summary>
    public long Best { get; set; }

    /// <summary>How long each answer waits.</summary>
    public TimeSpan Latency { get; set; }

    public Uri Url => new(new Uri(_app.Urls.Single()), "/v1a/");

    public static async Task<GrownChain> StartAsync(CancellationToken cancellationToken)
    {
        var node = new RecordedNode(HathorRecording.Load(Recording));
        node.MoveToEnd();
        await using var host = await RecordedNodeHost.StartAsync(node, cancellationToken: cancellationToken);
        using var http = new HttpClient { BaseAddress = host.Url };
        var client = new HathorNodeClient(http, new HathorNodeOptions { Url = host.Url }, TimeProvider.System);
        var best = (await client.GetStatusAsync(cancellationToken)).Best;
        List<string> recorded = [];
        for (var height = 0L; height <= best.Height; height++)
        {
            recorded.Add(
                await http.GetStringAsync(
                    $"block_at_height?height={height}&include_transactions=full",
                    cancellationToken
                )
            );
        }

        var last = await client.GetBlockAtHeightAsync(best.Height, withTransactions: false, cancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var chain = new GrownChain(app, recorded, last!);
        app.MapGet("/v1a/version", chain.VersionAsync);
        app.MapGet("/v1a/status", chain.StatusAsync);
        app.MapGet("/v1a/mempool", static () => Results.Text("""{"success":true,"transactions":[]}"""));
        app.MapGet("/v1a/block_at_height", chain.BlockAsync);
        await app.StartAsync(cancellationToken);
        return chain;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>What the node answers for a height, with all that the block confirms.</summary>
    public string BlockAt(long height)
    {
        if (height < _recorded.Count)
        {
            return _recorded[(int)height];
        }

        var text = new StringBuilder(8192).Append("{\"success\":true,\"block\":");
        var spends = height - RewardLock;
        Append(text, height, 0, 0, [BlockId(height - 1)], null, [Reward]);
        text.Append(",\"transactions\":[");
        // Only grown rewards are spent: the recorded ones have owners of their own.
        for (var number = 1; spends >= _recorded.Count && number <= TransactionsPerBlock; number++)
        {
            var value = Reward >> (number - 1);
            text.Append(number == 1 ? "" : ",");
            Append(
                text,
                height,
                number,
                1,
                [],
                number == 1 ? BlockId(spends) : IdOf(height, number - 1),
                [value / 2, value - (value / 2)]
            );
        }

        return text.Append("]}").ToString();
    }

    private void Append(
        StringBuilder text,
        long height,
        int number,
        int version,
        string[] parents,
        string? spends,
        long[] values
    )
    {
        var id = number == 0 ? BlockId(height) : IdOf(height, number);
        text.Append(
            CultureInfo.InvariantCulture,
            $"{{\"tx_id\":\"{id}\",\"version\":{version},\"weight\":1.0,\"timestamp\":{_time + (height * 8) + number},\"is_voided\":false,\"parents\":["
        );
        text.AppendJoin(',', parents.Select(parent => $"\"{parent}\"")).Append("],\"inputs\":[");
        if (spends is not null)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{{\"tx_id\":\"{spends}\",\"index\":0,\"value\":{Reward},\"token_data\":0,\"script\":\"\",\"decoded\":{{}},\"token\":\"00\"}}"
            );
        }

        text.Append("],\"outputs\":[");
        for (var i = 0; i < values.Length; i++)
        {
            var owner = Owners[((height * 31) + (number * 7) + i) % Addresses];
            text.Append(i == 0 ? "" : ",")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"{{\"value\":{values[i]},\"token_data\":0,\"script\":\"dqkU\",\"decoded\":{{\"type\":\"P2PKH\",\"address\":\"{owner}\",\"timelock\":null}},\"token\":\"00\",\"spent_by\":null}}"
                );
        }

        var confirmed = number == 0 ? "null" : $"\"{BlockId(height)}\"";
        text.Append(CultureInfo.InvariantCulture, $"],\"first_block\":{confirmed},\"height\":{height}}}");
    }

    private string BlockId(long height) => height < _recorded.Count ? _lastRecorded : IdOf(height, 0);

    /// <summary>As a hash is: nothing of one tells of the next.</summary>
    private static string IdOf(long height, int number) =>
        Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes((height << 8) + number)));

    private async Task<IResult> VersionAsync()
    {
        await WaitAsync();
        return Results.Text(
            $$"""{"version":"grown","network":"unittests","reward_spend_min_blocks":{{RewardLock}},"genesis_block_hash":null}"""
        );
    }

    private async Task<IResult> StatusAsync()
    {
        await WaitAsync();
        return Results.Text(
            $$$"""{"dag":{"best_block":{"hash":"{{{BlockId(Best)}}}","height":{{{Best}}}},"best_blockchain":[[{{{Best}}},"{{{BlockId(Best)}}}"]]}}"""
        );
    }

    private async Task<IResult> BlockAsync(long height)
    {
        await WaitAsync();
        return Results.Text(
            height > Best ? """{"success":false,"message":"No such block."}""" : BlockAt(height),
            "application/json"
        );
    }

    private Task WaitAsync() =>
        Latency == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(Latency, TimeProvider.System);
}
