using Anchor.Storage;

namespace Anchor.Api.Http;

/// <summary>
/// The outermost layer: open CORS on the SEP paths, headers for the browser's protection, and an <c>{"error": "…"}</c> for whatever went wrong inside,
/// be it ours or the framework's.
/// </summary>
internal sealed class EdgeMiddleware(RequestDelegate next, ApiMetrics metrics, ILogger<EdgeMiddleware> logger)
{
    private static readonly string[] OpenPaths =
    [
        "/sep24",
        "/auth",
        "/.well-known",
        "/info",
        "/sep6",
        "/sep12",
        "/kyc",
        "/sep31",
        "/sep38",
    ];

    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (IsOpen(context.Request.Path))
        {
            headers.AccessControlAllowOrigin = "*";
            if (HttpMethods.IsOptions(context.Request.Method))
            {
                AnswerPreflight(context);
                return;
            }
        }

        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                await ErrorAsync(
                    context,
                    new ApiError(context.Response.StatusCode, TextOf(context.Response.StatusCode))
                );
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; there is nobody to answer.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await ErrorAsync(context, new ApiError(e.StatusCode, TextOf(e.StatusCode)));
        }
        catch (Exception e)
            when (!context.Response.HasStarted && e is StorageUnavailableException or StorageOutcomeUnknownException)
        {
            logger.RequestFailed(e, context.GetEndpoint()?.DisplayName ?? "no endpoint");
            await ErrorAsync(
                context,
                new ApiError(StatusCodes.Status503ServiceUnavailable, "the storage does not answer; try again")
            );
        }
        catch (Exception e) when (!context.Response.HasStarted && e is OrleansException or TimeoutException)
        {
            // The silo that had the grain is gone, or another activation was quicker: whoever has it next knows what is stored.
            logger.RequestFailed(e, context.GetEndpoint()?.DisplayName ?? "no endpoint");
            await ErrorAsync(
                context,
                new ApiError(StatusCodes.Status503ServiceUnavailable, "the grains do not answer; try again")
            );
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            logger.RequestFailed(e, context.GetEndpoint()?.DisplayName ?? "no endpoint");
            await ErrorAsync(context, new ApiError(StatusCodes.Status500InternalServerError, "internal server error"));
        }

        metrics.Answered(context);
    }

    private static bool IsOpen(PathString path) =>
        Array.Exists(OpenPaths, open => path.StartsWithSegments(open, StringComparison.Ordinal));

    private static void AnswerPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "GET, POST, PUT, PATCH, DELETE, OPTIONS";
        // Echoed, because a star never covers Authorization.
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders is { Count: > 0 } asked
            ? asked
            : "Authorization, Content-Type";
        headers.AccessControlMaxAge = "3600";
        headers.Vary = "Access-Control-Request-Headers";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task ErrorAsync(HttpContext context, ApiError error)
    {
        var allow = context.Response.Headers.Allow;
        var open = context.Response.Headers.AccessControlAllowOrigin;
        context.Response.Clear();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (allow.Count > 0)
        {
            context.Response.Headers.Allow = allow;
        }

        if (open.Count > 0)
        {
            context.Response.Headers.AccessControlAllowOrigin = open;
        }

        if (error.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return Reply.ErrorAsync(context, error);
    }

    private static string TextOf(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => "there is nothing at this path",
            StatusCodes.Status405MethodNotAllowed => "this method is not allowed here",
            StatusCodes.Status413PayloadTooLarge => "the request body is too large",
            StatusCodes.Status415UnsupportedMediaType => "this content type is not supported",
            >= 500 => "internal server error",
            _ => "the request could not be understood",
        };
}
