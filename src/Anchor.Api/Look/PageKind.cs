using Anchor.Domain.Transactions;

namespace Anchor.Api.Look;

/// <summary>The pages that can look of their own.</summary>
public enum PageKind
{
    /// <summary>The front page and messages; no templates of their own.</summary>
    Other,

    /// <summary>The forms of a deposit; templates in <c>deposit/</c>.</summary>
    Deposit,

    /// <summary>The forms of a withdrawal; templates in <c>withdraw/</c>.</summary>
    Withdraw,

    /// <summary>The status page; templates in <c>more_info/</c>.</summary>
    MoreInfo,
}

/// <summary>The page that is being made.</summary>
/// <param name="Language">Its primary language, such as <c>pt</c>.</param>
/// <param name="Transaction">Null on pages of no transaction.</param>
public sealed record PageContext(PageKind Kind, string Language, AnchorTransaction? Transaction);

/// <summary>
/// Own values for the templates: <c>{{name}}</c> is replaced by text, which is escaped. Register with
/// <c>builder.AddAnchor().UsePageValues&lt;MyValues&gt;()</c>.
/// </summary>
public interface IPageValues
{
    /// <summary>All names that it may give a value for; a template with any other name stops the start.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The values for one page; a name without a value leaves nothing in its place. Not asked for pages of no transaction.</summary>
    ValueTask<IReadOnlyDictionary<string, string>> ValuesAsync(PageContext page, CancellationToken cancellationToken);
}
