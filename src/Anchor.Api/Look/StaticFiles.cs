using System.Collections.Frozen;
using System.Security.Cryptography;
using Anchor.Api.Http;
using Anchor.Api.Pages;

namespace Anchor.Api.Look;

/// <summary>The business' own files: read once at the start, so that a request never meets the file system, and served from our own origin.</summary>
internal sealed class StaticFiles
{
    private const int MostBytes = 8 * 1024 * 1024;
    private const int MostFiles = 500;

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".woff"] = "font/woff",
        [".pdf"] = "application/pdf",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, StaticFile> _files;

    private StaticFiles(IEnumerable<StaticFile> files) =>
        _files = files.ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);

    public static StaticFiles None { get; } = new([]);

    /// <summary>Reads the folder; what cannot be served is a line of <paramref name="faults"/>. Files for stellar.toml and hidden ones are left out.</summary>
    public static StaticFiles Load(string folder, List<string> faults)
    {
        var paths = OwnFolder.Files(folder).Where(path => Path.GetExtension(path) != ".toml").ToList();
        if (paths.Count > MostFiles)
        {
            faults.Add($"{folder}: more than {MostFiles} files.");
            return None;
        }

        var files = new StaticFiles(paths.Select(path => Read(folder, path, faults)).OfType<StaticFile>());
        foreach (var style in files._files.Values.Where(file => file.Name.EndsWith(".css", StringComparison.Ordinal)))
        {
            StyleCheck.Check(Path.Combine(folder, style.Name), style, files, faults);
        }

        return files;
    }

    /// <summary>The address of a file, which changes with its content; null if there is no such file.</summary>
    public string? UrlOf(string name) => _files.TryGetValue(name, out var file) ? file.Url : null;

    /// <summary>The address of the first of these that is there.</summary>
    public string? UrlOfAny(params string[] names) => names.Select(UrlOf).FirstOrDefault(url => url is not null);

    public bool Has(string name) => _files.ContainsKey(name);

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet($"{StaticFile.Root}{{**name}}", GetAsync);

    private Task GetAsync(HttpContext context)
    {
        if (!_files.TryGetValue((string?)context.Request.RouteValues["name"] ?? "", out var file))
        {
            return Reply.ErrorAsync(context, ApiError.NotFound("there is nothing at this path"));
        }

        var headers = context.Response.Headers;
        var isPinned = context.Request.Query["v"] == file.Version;
        headers.CacheControl = isPinned ? "public, max-age=31536000, immutable" : "public, max-age=300";
        headers.ETag = $"\"{file.Version}\"";
        if (file.Type == Types[".svg"])
        {
            // An image may hold a script, which would run in our origin if somebody opened it as a page.
            headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        }

        if (context.Request.Headers.IfNoneMatch == headers.ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Content.Length;
        return context.Response.Body.WriteAsync(file.Content, context.RequestAborted).AsTask();
    }

    private static StaticFile? Read(string folder, string path, List<string> faults)
    {
        var shown = Path.Combine(folder, path);
        if (!Types.TryGetValue(Path.GetExtension(path), out var type))
        {
            faults.Add(
                $"{shown}: files of this kind are not served; those are {string.Join(' ', Types.Keys.Order())}."
            );
            return null;
        }

        var content = OwnFolder.Read(shown, faults);
        if (content is null)
        {
            return null;
        }

        if (content.Length is 0 or > MostBytes)
        {
            faults.Add(
                content.Length == 0 ? $"{shown}: is empty." : $"{shown}: is larger than {MostBytes / 1024 / 1024} MB."
            );
            return null;
        }

        return new StaticFile(path, type, content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }
}

/// <summary>One own file.</summary>
/// <param name="Name">Its path inside the folder, with slashes.</param>
internal sealed record StaticFile(string Name, string Type, byte[] Content, string Version)
{
    public const string Root = "/static/";

    public string Url => $"{Root}{string.Join('/', Name.Split('/').Select(Uri.EscapeDataString))}?v={Version}";
}
