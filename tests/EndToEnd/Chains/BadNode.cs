using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Anchor.EndToEnd.Tests.Chains;

/// <summary>
/// Stands before a real chain and is a bad node of it: it refuses, is silent for too long, talks nonsense, loses the answer to what it did,
/// shows an old view, as one behind a balancer does, and says of contracts what is not so. What it does is drawn from a seed.
/// </summary>
internal sealed class BadNode : IAsyncDisposable
{
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(400);

    private const int LastFault = 6;

    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly Uri _chain;
    private readonly int _oneIn;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, byte[]> _old = new(StringComparer.Ordinal);

    private BadNode(Uri chain, int seed, int oneIn)
    {
        (_chain, _oneIn) = (chain, oneIn);
        _random = new Random(seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/", AnswerAsync);
    }

    public Uri Url => new(_app.Urls.Single());

    /// <summary>How long it is silent when it is.</summary>
    public TimeSpan SilentFor { get; init; } = Silence;

    /// <summary>How many answers were spoilt.</summary>
    public int Spoilt { get; private set; }

    /// <summary>Changes the answer to a method, which is true otherwise.</summary>
    public Action<string, JsonNode>? Twist { get; set; }

    /// <summary>From now on it is a good node.</summary>
    public bool IsWell { get; set; }

    /// <summary>Stands before the chain; one in so many answers has each of the faults.</summary>
    public static async Task<BadNode> StartAsync(Uri chain, int seed, int oneIn = 60, TimeSpan? silentFor = null)
    {
        var node = new BadNode(chain, seed, oneIn) { SilentFor = silentFor ?? Silence };
        await node._app.StartAsync();
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var question = await reader.ReadToEndAsync();
        var json = JsonNode.Parse(question)!;
        var what = $"{json["method"]}{json["params"]!.ToJsonString()}";
        var fault = Draw();
        if (fault == 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (fault == 1 && _old.TryGetValue(what, out var old))
        {
            var stale = JsonNode.Parse(old)!;
            stale["id"] = json["id"]!.DeepClone();
            await SendAsync(context, stale.ToJsonString());
            return;
        }

        using var content = new StringContent(question, System.Text.Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(_chain, content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        _old.TryAdd(what, answer);
        switch (fault)
        {
            case 2:
                context.Abort();
                return;
            case 3:
                await Task.Delay(SilentFor, TimeProvider.System);
                break;
            case 4:
                await SendAsync(context, """{"jsonrpc":"2.0","id":0,"result":"0x0"}""");
                return;
            case 5:
                await SendAsync(context, "<html>");
                return;
            case 6 when JsonNode.Parse(answer) is { } call && call["result"] is JsonValue && IsCall(json):
                // As a node says it that does not have the contract's state.
                call["result"] = $"0x{new string('0', call["result"]!.GetValue<string>().Length - 2)}";
                await SendAsync(context, call.ToJsonString());
                return;
        }

        await SendAsync(context, Twisted(json, answer));
    }

    private static bool IsCall(JsonNode question) => question["method"]!.GetValue<string>() == "eth_call";

    private string Twisted(JsonNode question, byte[] answer)
    {
        if (Twist is not { } twist)
        {
            return System.Text.Encoding.UTF8.GetString(answer);
        }

        var json = JsonNode.Parse(answer)!;
        twist(question["method"]!.GetValue<string>(), json);
        return json.ToJsonString();
    }

    private int Draw()
    {
        lock (_gate)
        {
            var fault = _random.Next(_oneIn);
            if (IsWell || fault > LastFault)
            {
                return -1;
            }

            Spoilt++;
            return fault;
        }
    }

    private static Task SendAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }
}
