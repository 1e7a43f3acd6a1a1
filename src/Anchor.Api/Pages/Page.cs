using System.Text;
using Anchor.Api.Look;

namespace Anchor.Api.Pages;

/// <summary>One HTML page, ready to be sent: the same layout around each body.</summary>
internal sealed record Page(string Language, string Title, PageFrame Frame, Markup Body)
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
            $"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src {string.Join(' ', ["'self'", .. ConnectTo])}; form-action 'self'; base-uri 'none'{frames}";
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
            <title>{Title} · {Frame.Organization}</title>
            <link rel="icon" href="{Frame.IconUrl}">
            <link rel="stylesheet" href="{PageAssets.UrlOf("anchor.css")}">
            {StyleTag()}{ScriptTag()}{RefreshTag()}{Frame.Head}</head>
            <body{Html.When(IsWide, $" class=\"wide\"")}>
            <a class="skip" href="#main">{SkipText}</a>
            <header>{Header()}</header>
            {Body}
            {Footer()}</body>
            </html>

            """
        );

    private Markup Header() =>
        Frame.Header
        ?? Html.Of($"<img class=\"logo\" src=\"{Frame.LogoUrl}\" alt=\"\"><span>{Frame.Organization}</span>");

    private Markup Footer() =>
        Html.When(Frame.Footer is not null, $"<footer>{Frame.Footer ?? Markup.Empty}</footer>\n");

    private Markup StyleTag() =>
        Html.When(Frame.StyleUrl is not null, $"<link rel=\"stylesheet\" href=\"{Frame.StyleUrl}\">\n");

    private Markup ScriptTag() =>
        Script is null ? Markup.Empty : Html.Of($"<script src=\"{PageAssets.UrlOf(Script)}\" defer></script>\n");

    private Markup RefreshTag() =>
        Refresh is { } seconds
            ? Html.Of($"<noscript><meta http-equiv=\"refresh\" content=\"{seconds}\"></noscript>\n")
            : Markup.Empty;
}
