using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Anchor.Hosting.Facilitator;

/// <summary>The facilitator's page, its health and its metrics. They answer this machine alone.</summary>
public static class FacilitatorEndpoints
{
    private const int MostShown = 100;

    /// <summary>Maps <c>/</c>, <c>/health</c> and <c>/metrics</c>.</summary>
    public static WebApplication MapFacilitator(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Use(
            (context, next) =>
            {
                if (IsNear(context))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );
        app.MapGet("/", PageAsync);
        app.MapGet("/health", HealthAsync);
        app.MapGet("/metrics", MetricsAsync);
        return app;
    }

    private static bool IsNear(HttpContext context)
    {
        var headers = context.Request.Headers;
        // Behind a proxy everybody seems to come from near by.
        return !headers.ContainsKey("X-Forwarded-For")
            && !headers.ContainsKey("Forwarded")
            && context.Connection.RemoteIpAddress is { } remote
            && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote);
    }

    private static async Task PageAsync(HttpContext context)
    {
        var look = await FacilitatorLook.TakeAsync(context.RequestServices, MostShown, context.RequestAborted);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        await context.Response.WriteAsync(FacilitatorPage.Render(look), context.RequestAborted);
    }

    private static async Task HealthAsync(HttpContext context)
    {
        var look = await FacilitatorLook.TakeAsync(context.RequestServices, 0, context.RequestAborted);
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

    private static async Task MetricsAsync(HttpContext context)
    {
        var look = await FacilitatorLook.TakeAsync(context.RequestServices, 0, context.RequestAborted);
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.WriteAsync(FacilitatorMetrics.Render(look), context.RequestAborted);
    }
}
