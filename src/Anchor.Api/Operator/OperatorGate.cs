using Anchor.Api.Http;
using Microsoft.Extensions.Hosting;

namespace Anchor.Api.Operator;

/// <summary>Stands before <c>/operator</c>: whoever has the token may act on the installation, and nobody else learns what is there.</summary>
internal sealed class OperatorGate(RequestDelegate next, OperatorToken token, IHostApplicationLifetime lifetime)
{
    public const string Path = "/operator";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        context.Response.Headers.CacheControl = "no-store";
        if (!token.Opens(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Reply.ErrorAsync(
                context,
                new ApiError(StatusCodes.Status401Unauthorized, "the operator's token is needed here")
            );
        }

        // Refused before it is begun, so that the caller may ask whoever comes next.
        return lifetime.ApplicationStopping.IsCancellationRequested
            ? Reply.ErrorAsync(context, ApiError.Unavailable("this server is stopping"))
            : next(context);
    }
}
