using Anchor.Api.Operator;
using Anchor.Grains.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.Hosting.Facilitator;

/// <summary>The facilitators' page, with one for each request below it, and their figures.</summary>
/// <param name="path">Where the page is.</param>
/// <param name="running">The services of the facilitators.</param>
internal sealed class FacilitatorPages(string path, Func<IEnumerable<IServiceProvider>> running) : IOperatorPart
{
    /// <summary>Where the page is in an anchor.</summary>
    public const string UnderAnchor = "/facilitator";

    private const int MostShown = 100;

    public string Path => path;

    public string Name => "facilitator";

    public async Task WriteAsync(HttpContext context, string? item)
    {
        var page = item is null ? await ListAsync(context) : await FindAsync(context, item);
        if (page is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            page = FacilitatorPage.RenderWords("Not found", "<p>No such request was ever recorded here.</p>");
        }

        await AnswerAsync(context, page);
    }

    public async Task<string> FiguresAsync(CancellationToken cancellationToken) =>
        FacilitatorMetrics.Render(await FacilitatorLook.TakeAsync(running(), 0, cancellationToken));

    public static Task AnswerAsync(HttpContext context, string page)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    private async Task<string> ListAsync(HttpContext context) =>
        FacilitatorPage.Render(await FacilitatorLook.TakeAsync(running(), MostShown, context.RequestAborted), path);

    private async Task<string?> FindAsync(HttpContext context, string requestHash)
    {
        foreach (var services in running())
        {
            var index = services.GetRequiredService<IRequestIndex>();
            if (await index.FindAsync(requestHash, context.RequestAborted) is { } request)
            {
                return FacilitatorPage.RenderRequest(request, path);
            }
        }

        return null;
    }
}
