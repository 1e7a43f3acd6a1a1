using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Anchor.EndToEnd.Tests.Sync;

/// <summary>Takes alerts as whoever is on duty would.</summary>
internal sealed class AlertListener(WebApplication app) : IAsyncDisposable
{
    public Uri Url => new(new Uri(app.Urls.First()), "alerts");

    public ConcurrentQueue<JsonNode> Told { get; } = new();

    public static async Task<AlertListener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var listener = new AlertListener(app);
        app.MapPost(
            "/alerts",
            async (HttpRequest request) => listener.Told.Enqueue((await JsonNode.ParseAsync(request.Body))!)
        );
        await app.StartAsync();
        return listener;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
