using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Anchor.Benchmarks.Figures;

/// <summary>
/// Stands in for the node of a long chain in which every thousandth block has one event: local chains get too slow to make so many blocks. It
/// answers from arithmetic, so what is measured is the reader.
/// </summary>
internal sealed class LongChain : IAsyncDisposable
{
    private const long EventEvery = 1_000;
    private const string Contract = "0x5fbdb2315678afecb367f032d93f642f64180aa3";

    private readonly WebApplication _app;
    private readonly long _head;

    private LongChain(WebApplication app, long head) => (_app, _head) = (app, head);

    public Uri Url => new(_app.Urls.Single());

    public static async Task<LongChain> StartAsync(long head)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var chain = new LongChain(app, head);
        app.MapPost("/", chain.AnswerAsync);
        await app.StartAsync();
        return chain;
    }

    public static string HashOf(long height) => string.Create(CultureInfo.InvariantCulture, $"0x{height:x64}");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var question = (await JsonNode.ParseAsync(context.Request.Body))!;
        var arguments = question["params"]!.AsArray();
        JsonNode? result = question["method"]!.GetValue<string>() switch
        {
            "eth_chainId" => "0x2a",
            "eth_getBlockByNumber" => Block(arguments[0]!.GetValue<string>()),
            "eth_getLogs" => Logs(Height(arguments[0]!["fromBlock"]!), Height(arguments[0]!["toBlock"]!)),
            var method => throw new InvalidOperationException($"{method} is not asked of a reader's node."),
        };
        var answer = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = question["id"]!.DeepClone(),
            ["result"] = result,
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private JsonObject? Block(string tag)
    {
        var height = tag == "latest" ? _head : Height(tag);
        return height > _head
            ? null
            : new JsonObject
            {
                ["number"] = Quantity(height),
                ["hash"] = HashOf(height),
                ["parentHash"] = HashOf(Math.Max(0, height - 1)),
                ["stateRoot"] = HashOf(height),
                ["timestamp"] = Quantity(height * 12),
                ["gasLimit"] = "0x1c9c380",
            };
    }

    private static JsonArray Logs(long from, long to)
    {
        var logs = new JsonArray();
        for (var height = (from + EventEvery - 1) / EventEvery * EventEvery; height <= to; height += EventEvery)
        {
            logs.Add(
                new JsonObject
                {
                    ["address"] = Contract,
                    ["topics"] = new JsonArray(HashOf(1)),
                    ["data"] = "0x",
                    ["blockNumber"] = Quantity(height),
                    ["blockHash"] = HashOf(height),
                    ["transactionHash"] = HashOf(height),
                    ["logIndex"] = "0x0",
                    ["removed"] = false,
                }
            );
        }

        return logs;
    }

    private static long Height(JsonNode quantity) =>
        long.Parse(quantity.GetValue<string>().AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string Quantity(long number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");
}
