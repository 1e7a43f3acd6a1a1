using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hosting.Facilitator;

/// <summary>The facilitator's pages, its health and its metrics, where it runs without an anchor.</summary>
public static class FacilitatorEndpoints
{
    private const string Root = "/";
    private const string Item = "request";

    /// <summary>Maps <c>/</c>, a page for each request below it, <c>/health</c> (also <c>/live</c> and <c>/ready</c> below it) and <c>/metrics</c>.</summary>
    /// <param name="app">The host.</param>
    /// <param name="token">Who has it may look from anywhere; null: this machine alone may.</param>
    public static WebApplication MapFacilitator(this WebApplication app, string? token = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var running = () =>
            app.Services.GetService<Facilitators>() is { } facilitators ? facilitators.Running : [app.Services];
        var pages = new FacilitatorPages(Root, running);
        var access = new FacilitatorAccess(token, app.Services.GetService<TimeProvider>() ?? TimeProvider.System);
        app.Use(access.GuardAsync);
        app.MapGet(Root, context => pages.WriteAsync(context, null));
        app.MapGet($"/{{{Item}}}", context => pages.WriteAsync(context, (string?)context.Request.RouteValues[Item]));
        foreach (var health in (string[])["/health", "/health/ready"])
        {
            app.MapGet(health, context => HealthAsync(context, running()));
        }

        app.MapGet("/health/live", context => context.Response.WriteAsync("{\"status\":\"live\"}"));
        app.MapGet(
            "/metrics",
            async context =>
            {
                var text = await pages.FiguresAsync(context.RequestAborted);
                context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
                await context.Response.WriteAsync(text, context.RequestAborted);
            }
        );
        return app;
    }

    private static async Task HealthAsync(HttpContext context, IEnumerable<IServiceProvider> running)
    {
        var look = await FacilitatorLook.TakeAsync(running, 0, context.RequestAborted);
        var alarms = look.Alarms.ToList();
        context.Response.StatusCode = look.Chains.All(chain => chain.Head is not null)
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("status", context.Response.StatusCode == StatusCodes.Status200OK ? "ok" : "unhealthy");
        writer.WriteStartArray("alarms");
        alarms.ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
