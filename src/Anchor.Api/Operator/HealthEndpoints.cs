using Anchor.Api.Http;

namespace Anchor.Api.Operator;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work, or why not.</summary>
internal sealed class HealthEndpoints(
    IEnumerable<IReadinessCheck> checks,
    TimeProvider time,
    ILogger<HealthEndpoints> logger
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", GetLiveAsync);
        routes.MapGet("/health/ready", GetReadyAsync);
    }

    /// <summary>Name and cause of every check; the cause is null where all is well.</summary>
    public async Task<IReadOnlyList<(string Name, string? Cause)>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(checks.Select(check => RunAsync(check, cancellationToken)));

    private static Task GetLiveAsync(HttpContext context) =>
        Reply.JsonAsync(
            context,
            "live",
            static (writer, status) =>
            {
                writer.WriteStartObject();
                writer.WriteString("status"u8, status);
                writer.WriteEndObject();
            }
        );

    private async Task GetReadyAsync(HttpContext context)
    {
        var results = await RunAsync(context.RequestAborted);
        var isReady = results.All(result => result.Cause is null);
        context.Response.Headers.CacheControl = "no-store";
        await Reply.JsonAsync(
            context,
            (results, isReady),
            static (writer, state) =>
            {
                writer.WriteStartObject();
                writer.WriteString("status"u8, state.isReady ? "ready" : "not ready");
                writer.WriteStartObject("checks"u8);
                foreach (var (name, cause) in state.results)
                {
                    writer.WriteString(name, cause ?? "ok");
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            },
            isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    private async Task<(string Name, string? Cause)> RunAsync(
        IReadinessCheck check,
        CancellationToken cancellationToken
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // WaitAsync, because a check that ignores its token must not hold the answer back.
            return (check.Name, await check.CheckAsync(limit.Token).WaitAsync(Patience, time, cancellationToken));
        }
        catch (TimeoutException)
        {
            return (check.Name, "no answer in time");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CheckFailed(e, check.Name);
            return (check.Name, "the check failed; see the log");
        }
        finally
        {
            await limit.CancelAsync();
        }
    }
}
