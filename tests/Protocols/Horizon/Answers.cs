using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Anchor.Protocols.Tests.Horizon;

/// <summary>What the stub can answer, and how it can fail to.</summary>
internal static class Answers
{
    public static RequestDelegate Json(object body, int status = 200) => Text(JsonSerializer.Serialize(body), status);

    public static RequestDelegate Text(string body, int status = 200, string type = "application/json") =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.WriteAsync(body);
        };

    public static RequestDelegate Status(int status) =>
        context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    public static RequestDelegate Problem(int status, string name, object? extras = null, string detail = "said so") =>
        Json(
            new
            {
                type = $"https://stellar.org/horizon-errors/{name}",
                title = name,
                status,
                detail,
                extras,
            },
            status
        );

    public static RequestDelegate Throttled(int seconds) =>
        context =>
        {
            context.Response.Headers.RetryAfter = seconds.ToString();
            return Problem(429, "rate_limit_exceeded")(context);
        };

    /// <summary>Takes the request and resets the connection.</summary>
    public static RequestDelegate Reset() =>
        context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

    /// <summary>Takes the request and says nothing until the client gives up.</summary>
    public static RequestDelegate Silence() =>
        async context =>
        {
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(() => gone.SetResult());
            await gone.Task;
        };

    /// <summary>Writes each chunk as it stands, then does the last thing.</summary>
    public static RequestDelegate Stream(RequestDelegate then, params string[] chunks) =>
        async context =>
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            await context.Response.WriteAsync(SseText.Hello);
            foreach (var chunk in chunks)
            {
                await context.Response.WriteAsync(chunk);
                await context.Response.Body.FlushAsync();
            }

            await context.Response.Body.FlushAsync();
            await then(context);
        };

    public static RequestDelegate After(Task gate, RequestDelegate then) =>
        async context =>
        {
            await gate;
            await then(context);
        };

    /// <summary>Ends the answer in good order.</summary>
    public static RequestDelegate End() => _ => Task.CompletedTask;
}

/// <summary>Server-sent events as Horizon writes them.</summary>
internal static class SseText
{
    public const string Hello = "retry: 1000\nevent: open\ndata: \"hello\"\n\n";
    public const string Bye = "retry: 10\nevent: close\ndata: \"byebye\"\n\n";

    public static string Record(long id, string json) => $"id: {id}\ndata: {json}\n\n";
}
