using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Anchor.Testing.Anvil;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Anchor.EndToEnd.Tests.Chains;

/// <summary>
/// Stands before a real chain and is a bad node of it: it refuses, is silent for too long, talks nonsense, loses the answer to what it did,
/// and shows an old view, as one behind a balancer does. What it does is drawn from a seed.
/// </summary>
internal sealed class BadNode : IAsyncDisposable
{
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(400);

    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly AnvilChain _chain;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, byte[]> _old = new(StringComparer.Ordinal);

    private BadNode(AnvilChain chain, int seed)
    {
        _chain = chain;
        _random = new Random(seed);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/", AnswerAsync);
    }

    public Uri Url => new(_app.Urls.Single());

    /// <summary>How many answers were spoilt.</summary>
    public int Spoilt { get; private set; }

    /// <summary>From now on it is a good node.</summary>
    public bool IsWell { get; set; }

    public static async Task<BadNode> StartAsync(AnvilChain chain, int seed)
    {
        var node = new BadNode(chain, seed);
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
        using var response = await _http.PostAsync(_chain.Url, content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        _old.TryAdd(what, answer);
        switch (fault)
        {
            case 2:
                context.Abort();
                return;
            case 3:
                await Task.Delay(Silence, TimeProvider.System);
                break;
            case 4:
                await SendAsync(context, """{"jsonrpc":"2.0","id":0,"result":"0x0"}""");
                return;
            case 5:
                await SendAsync(context, "<html>");
                return;
        }

        await SendAsync(context, System.Text.Encoding.UTF8.GetString(answer));
    }

    private int Draw()
    {
        lock (_gate)
        {
            var fault = _random.Next(60);
            if (IsWell || fault > 5)
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
