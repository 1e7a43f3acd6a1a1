namespace Anchor.Api.Sep1;

/// <summary>SEP-1: the file by which wallets find everything else.</summary>
internal sealed class Sep1Endpoints(StellarToml toml)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(StellarToml.Path, GetAsync);

    private async Task GetAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(await toml.RenderAsync(context.RequestAborted), context.RequestAborted);
    }
}
