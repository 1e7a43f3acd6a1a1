namespace Anchor.Api.Pages;

/// <summary>The languages of the pages, and how a wallet's <c>lang</c> (RFC 4646) finds one.</summary>
internal static class Languages
{
    public const string Default = "en";

    private const int MaxTag = 35;

    /// <summary>The tag as given if it is well-formed, else null, which means English.</summary>
    public static string? Normalize(string? tag) =>
        tag is { Length: > 1 and <= MaxTag } && tag.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? tag : null;

    /// <summary>The primary subtag in lower case: <c>pt</c> of <c>pt-BR</c>.</summary>
    public static string PrimaryOf(string? tag) => Normalize(tag)?.Split('-')[0].ToLowerInvariant() ?? Default;
}
