using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Sandbox.Hathor;

/// <summary>A stand-in full node that listens: all endpoints of a real one that a wallet service asks.</summary>
public sealed class RecordedNodeHost : IAsyncDisposable
{
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(1);
    private readonly WebApplication _app;

    private RecordedNodeHost(WebApplication app, RecordedNode node) => (_app, Node) = (app, node);

    public RecordedNode Node { get; }

    /// <summary>The base of its API, which ends in <c>/v1a/</c>.</summary>
    public Uri Url =>
        new(
            new Uri(
                _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
            ),
            "/v1a/"
        );

    /// <summary>Starts to listen.</summary>
    /// <param name="node">What it knows.</param>
    /// <param name="url">A loopback address; port 0 takes any that is free.</param>
    public static async Task<RecordedNodeHost> StartAsync(
        RecordedNode node,
        string url = "http://127.0.0.1:0",
        CancellationToken cancellationToken = default
    )
    {
        if (!new Uri(url).IsLoopback)
        {
            throw new ArgumentException("A sandbox listens on loopback addresses only.", nameof(url));
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopsWithin);
        var app = builder.Build();
        app.UseWebSockets();
        app.UseRouting();
        app.MapNode(node, TimeProvider.System);
        await app.StartAsync(cancellationToken);
        return new RecordedNodeHost(app, node);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
