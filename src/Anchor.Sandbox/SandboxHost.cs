using Anchor.Sandbox.Bank;
using Anchor.Sandbox.Horizon;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Anchor.Sandbox;

/// <summary>A complete server for one sandbox network, and for a demo bank if there is one. Disposing it without closing a ledger is as good as killing it.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxHost(WebApplication app) => _app = app;

    /// <summary>Where it listens, known once it has started.</summary>
    public Uri Url =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public SandboxNetwork Network => _app.Services.GetRequiredService<SandboxNetwork>();

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="options">The network.</param>
    /// <param name="url">A loopback address; port 0 takes any that is free.</param>
    /// <param name="bank">A bank to serve beside it, under <c>/_bank</c>.</param>
    /// <param name="isPublished">Whether any address will do, because somebody asked for it: everybody there can make money and faults.</param>
    public static SandboxHost Build(SandboxOptions options, string url, DemoBank? bank = null, bool isPublished = false)
    {
        if (!isPublished && !new Uri(url).IsLoopback)
        {
            throw new ArgumentException("A sandbox listens on loopback addresses only.", nameof(url));
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddRoutingCore();
        builder.Services.AddSandbox(options);
        var app = builder.Build();
        app.UseRouting();
        app.MapSandbox();
        if (bank is not null)
        {
            app.MapDemoBank(bank);
        }

        app.MapFallback(context => AnswerOtherAsync(context, app.Services.GetRequiredService<SandboxNetwork>()));
        return new SandboxHost(app);
    }

    public static async Task<SandboxHost> StartAsync(
        SandboxOptions options,
        string url = "http://127.0.0.1:0",
        DemoBank? bank = null,
        CancellationToken cancellationToken = default
    )
    {
        var host = Build(options, url, bank);
        await host.StartAsync(cancellationToken);
        return host;
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => _app.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    // Browsers ask before they send a form with headers of their own; everything else is nowhere.
    private static Task AnswerOtherAsync(HttpContext context, SandboxNetwork network)
    {
        HorizonPipeline.WriteHeaders(context, network);
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            return new HorizonRequest(context, network).NotFoundAsync();
        }

        context.Response.Headers.AccessControlAllowMethods = "GET, POST, PUT, OPTIONS";
        context.Response.Headers.AccessControlAllowHeaders = "*";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
