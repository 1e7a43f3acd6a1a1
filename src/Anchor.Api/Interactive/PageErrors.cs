using Anchor.Api.Look;
using Anchor.Api.Pages;

namespace Anchor.Api.Interactive;

/// <summary>What users see when a page cannot be shown.</summary>
internal static class PageErrors
{
    public static Task LinkAsync(HttpContext context, Layout layout, PageTexts texts) =>
        WriteAsync(context, layout, texts, StatusCodes.Status403Forbidden, texts.LinkTitle, texts.LinkSpent);

    public static Task SessionAsync(HttpContext context, Layout layout, PageTexts texts) =>
        WriteAsync(context, layout, texts, StatusCodes.Status403Forbidden, texts.LinkTitle, texts.SessionEnded);

    public static Task NotFoundAsync(HttpContext context, Layout layout, PageTexts texts) =>
        WriteAsync(context, layout, texts, StatusCodes.Status404NotFound, texts.NotFoundTitle, texts.NotFound);

    public static Task PlainAsync(HttpContext context, Layout layout, PageTexts texts, int status, string sentence) =>
        WriteAsync(context, layout, texts, status, texts.CheckFields, sentence);

    private static Task WriteAsync(
        HttpContext context,
        Layout layout,
        PageTexts texts,
        int status,
        string title,
        string sentence
    ) =>
        new Page(
            texts.Language,
            title,
            layout.Plain(texts.Language),
            Html.Of(
                $"""
                <main id="main">
                <h1>{title}</h1>
                <p>{sentence}</p>
                </main>
                """
            )
        )
        {
            Framable = true,
            SkipText = texts.Skip,
        }.WriteAsync(context, status);
}
