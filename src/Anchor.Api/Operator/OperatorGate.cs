using Anchor.Api.Http;
using Anchor.Api.Operator.Console;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary>Stands before <c>/operator</c>: whoever has the token may act on the installation, and nobody else learns what is there.</summary>
internal sealed class OperatorGate(
    RequestDelegate next,
    OperatorToken token,
    ConsoleAccess console,
    IOptions<OperatorOptions> options,
    IHostApplicationLifetime lifetime
)
{
    public const string Path = "/operator";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        context.Response.Headers.CacheControl = "no-store";
        if (!token.Opens(context.Request) && !IsLookAtDashboard(context))
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

    /// <summary>A browser cannot send the token; where it has signed in with it, it may look at the runtime's own pages, and at nothing else here.</summary>
    private bool IsLookAtDashboard(HttpContext context) =>
        options.Value.DashboardPath is { } dashboard
        && HttpMethods.IsGet(context.Request.Method)
        && context.Request.Path.StartsWithSegments(dashboard, StringComparison.OrdinalIgnoreCase)
        && console.IsSignedIn(context);
}
