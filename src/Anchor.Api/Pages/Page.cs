using System.Text;

namespace Anchor.Api.Pages;

/// <summary>One HTML page, ready to be sent.</summary>
internal sealed record Page(string Language, string Title, string Organization, Markup Body)
{
    /// <summary>The script of the page, or null.</summary>
    public string? Script { get; init; }

    /// <summary>For tables rather than forms.</summary>
    public bool IsWide { get; init; }

    /// <summary>Whether wallets may show the page inside a frame of theirs.</summary>
    public bool Framable { get; init; }

    /// <summary>Seconds after which the page loads itself again where scripts do not run; null: never.</summary>
    public int? Refresh { get; init; }

    /// <summary>Origins, beside our own, that the page's script may call.</summary>
    public IReadOnlyList<string> ConnectTo { get; init; } = [];

    public string SkipText { get; init; } = "Skip to the content";

    public Task WriteAsync(HttpContext context, int status = StatusCodes.Status200OK)
    {
        var headers = context.Response.Headers;
        // No inline script or style anywhere, nothing from elsewhere: what a user typed can never run.
        var frames = Framable ? "" : "; frame-ancestors 'none'";
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src {string.Join(' ', ["'self'", .. ConnectTo])}; form-action 'self'; base-uri 'none'{frames}";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        if (!Framable)
        {
            headers.XFrameOptions = "DENY";
        }

        var bytes = Encoding.UTF8.GetBytes(Render().Html);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private Markup Render() =>
        Html.Of(
            $"""
            <!doctype html>
            <html lang="{Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Title} · {Organization}</title>
            <link rel="icon" href="{PageAssets.UrlOf("anchor.svg")}" type="image/svg+xml">
            <link rel="stylesheet" href="{PageAssets.UrlOf("anchor.css")}">
            {ScriptTag()}{RefreshTag()}</head>
            <body{Html.When(IsWide, $" class=\"wide\"")}>
            <a class="skip" href="#main">{SkipText}</a>
            <header><img src="{PageAssets.UrlOf(
                "anchor.svg"
            )}" alt="" width="28" height="28"><span>{Organization}</span></header>
            {Body}
            </body>
            </html>

            """
        );

    private Markup ScriptTag() =>
        Script is null ? Markup.Empty : Html.Of($"<script src=\"{PageAssets.UrlOf(Script)}\" defer></script>\n");

    private Markup RefreshTag() =>
        Refresh is { } seconds
            ? Html.Of($"<noscript><meta http-equiv=\"refresh\" content=\"{seconds}\"></noscript>\n")
            : Markup.Empty;
}
