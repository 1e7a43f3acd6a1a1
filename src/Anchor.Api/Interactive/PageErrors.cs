using Anchor.Api.Pages;

namespace Anchor.Api.Interactive;

/// <summary>What users see when a page cannot be shown.</summary>
internal static class PageErrors
{
    public static Task LinkAsync(HttpContext context, string organization, PageTexts texts) =>
        WriteAsync(context, organization, texts, StatusCodes.Status403Forbidden, texts.LinkTitle, texts.LinkSpent);

    public static Task SessionAsync(HttpContext context, string organization, PageTexts texts) =>
        WriteAsync(context, organization, texts, StatusCodes.Status403Forbidden, texts.LinkTitle, texts.SessionEnded);

    public static Task NotFoundAsync(HttpContext context, string organization, PageTexts texts) =>
        WriteAsync(context, organization, texts, StatusCodes.Status404NotFound, texts.NotFoundTitle, texts.NotFound);

    public static Task PlainAsync(
        HttpContext context,
        string organization,
        PageTexts texts,
        int status,
        string sentence
    ) => WriteAsync(context, organization, texts, status, texts.CheckFields, sentence);

    private static Task WriteAsync(
        HttpContext context,
        string organization,
        PageTexts texts,
        int status,
        string title,
        string sentence
    ) =>
        new Page(
            texts.Language,
            title,
            organization,
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
