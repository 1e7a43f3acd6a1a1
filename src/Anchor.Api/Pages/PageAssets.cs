using System.Collections.Frozen;
using System.Security.Cryptography;
using Anchor.Api.Http;

namespace Anchor.Api.Pages;

/// <summary>The style sheet, scripts and icon of the pages, from the assembly. A file's address changes with its content.</summary>
internal static class PageAssets
{
    private const string Path = "/assets";

    private static readonly FrozenDictionary<string, Asset> Files = new[]
    {
        Load("anchor.css", "text/css; charset=utf-8"),
        Load("interactive.js", "text/javascript; charset=utf-8"),
        Load("status.js", "text/javascript; charset=utf-8"),
        Load("anchor.svg", "image/svg+xml"),
    }.ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    public static string UrlOf(string name) => $"{Path}/{name}?v={Files[name].Version}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{Path}/{{name}}", GetAsync);
        routes.MapGet("/favicon.ico", context => WriteAsync(context, Files["anchor.svg"]));
    }

    private static Task GetAsync(HttpContext context) =>
        Files.TryGetValue((string)context.Request.RouteValues["name"]!, out var asset)
            ? WriteAsync(context, asset)
            : Reply.ErrorAsync(context, ApiError.NotFound("there is nothing at this path"));

    private static Task WriteAsync(HttpContext context, Asset asset)
    {
        var response = context.Response;
        response.ContentType = asset.ContentType;
        response.ContentLength = asset.Content.Length;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return response.Body.WriteAsync(asset.Content, context.RequestAborted).AsTask();
    }

    private static Asset Load(string name, string contentType)
    {
        using var stream =
            typeof(PageAssets).Assembly.GetManifestResourceStream($"Assets/{name}")
            ?? throw new InvalidOperationException($"The file {name} is not in the assembly.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var content = memory.ToArray();
        return new Asset(name, contentType, content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }

    private sealed record Asset(string Name, string ContentType, byte[] Content, string Version);
}
