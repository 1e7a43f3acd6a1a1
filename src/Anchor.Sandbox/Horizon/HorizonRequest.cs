using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anchor.Stellar;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Anchor.Sandbox.Horizon;

/// <summary>One request to Horizon, and the ways to answer it.</summary>
internal sealed class HorizonRequest(HttpContext http, SandboxNetwork network)
{
    private const string Hal = "application/hal+json; charset=utf-8";
    private const string ProblemJson = "application/problem+json; charset=utf-8";

    // Base64 is full of characters that the default encoder would escape.
    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public HttpContext Http => http;

    public SandboxNetwork Network => network;

    public string Path => http.Request.Path.Value ?? "/";

    public string BaseUrl => $"{http.Request.Scheme}://{http.Request.Host}";

    public bool WantsStream =>
        http.Request.Headers.Accept.Any(accept =>
            accept?.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase) == true
        );

    public string Route(string name) => (string?)http.GetRouteValue(name) ?? "";

    /// <summary>A query parameter; null when it is missing or empty.</summary>
    public string? Query(string name) =>
        http.Request.Query[name].FirstOrDefault() is { Length: > 0 } value ? value : null;

    public bool TryRouteAccount(out AccountId account) => AccountId.TryParse(Route("account"), out account);

    /// <summary>Reads the three parameters that name an asset, under a prefix.</summary>
    public bool TryQueryAsset(string prefix, [NotNullWhen(true)] out Asset? asset)
    {
        var type = Query(prefix + "asset_type");
        return Asset.TryParse(
            type == "native" ? type : $"{Query(prefix + "asset_code")}:{Query(prefix + "asset_issuer")}",
            out asset
        );
    }

    public static byte[] Json(string baseUrl, Action<HalWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Relaxed);
        write(new HalWriter(json, baseUrl));
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public Task OkAsync(Action<HalWriter> write) => SendAsync(StatusCodes.Status200OK, Hal, Json(BaseUrl, write));

    public Task JsonAsync(int status, Action<Utf8JsonWriter> write) =>
        SendAsync(status, Hal, Json(BaseUrl, hal => write(hal.Json)));

    public Task ProblemAsync(Problem problem)
    {
        if (problem.Status == StatusCodes.Status429TooManyRequests)
        {
            http.Response.Headers["X-RateLimit-Limit"] = "3600";
            http.Response.Headers["X-RateLimit-Remaining"] = "0";
            http.Response.Headers["X-RateLimit-Reset"] = "1";
        }

        return SendAsync(problem.Status, ProblemJson, Json(BaseUrl, hal => problem.Write(hal.Json)));
    }

    public Task NotFoundAsync() => ProblemAsync(Problem.NotFound);

    private async Task SendAsync(int status, string type, byte[] body)
    {
        ReadOnlyMemory<byte> sent = body;
        if (
            status == StatusCodes.Status200OK
            && network.Faults.Strike(SandboxFaultKind.MalformedJson, Path) is not null
        )
        {
            sent = sent[..(body.Length / 2)];
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = sent.Length;
        await http.Response.Body.WriteAsync(sent, http.RequestAborted);
    }
}

/// <summary>How a list is asked for.</summary>
/// <param name="Cursor">The token to go on from; null for the beginning.</param>
internal sealed record PageQuery(string? Cursor, bool Descending, int Limit)
{
    private const int MaxLimit = 200;
    private const int DefaultLimit = 10;

    /// <summary>Reads cursor, order and limit, or says what is wrong with them.</summary>
    public static bool TryRead(
        HorizonRequest request,
        [NotNullWhen(true)] out PageQuery? page,
        [NotNullWhen(false)] out Problem? problem
    )
    {
        page = null;
        var order = request.Query("order") ?? "asc";
        if (order is not ("asc" or "desc"))
        {
            problem = Problem.BadRequest("order", "order: invalid value");
            return false;
        }

        var limit = DefaultLimit;
        if (
            request.Query("limit") is { } text
            && (
                !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                || limit is < 1 or > MaxLimit
            )
        )
        {
            problem = Problem.BadRequest("limit", $"limit: invalid value, must be 1 to {MaxLimit}");
            return false;
        }

        page = new PageQuery(request.Query("cursor"), order == "desc", limit);
        problem = null;
        return true;
    }
}
