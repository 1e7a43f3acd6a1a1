using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Anchor.Api.Pages;

/// <summary>Text that is HTML already. Everything else that goes into a page is escaped on the way.</summary>
internal readonly record struct Markup(string Html)
{
    public static Markup Empty { get; } = new("");

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Html)));

    public override string ToString() => Html;
}

/// <summary>Makes HTML from interpolated strings whose holes are escaped: <c>Html.Of($"&lt;p&gt;{name}&lt;/p&gt;")</c>. Attribute values must be quoted.</summary>
internal static class Html
{
    public static Markup Of(HtmlHandler html) => html.ToMarkup();

    /// <summary>The markup if there is something to show.</summary>
    public static Markup When(bool condition, HtmlHandler html) => condition ? html.ToMarkup() : Markup.Empty;
}

/// <summary>Builds the HTML of an interpolated string.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html;

    public HtmlHandler(int literalLength, int formattedCount) =>
        _html = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string value) => _html.Append(value);

    public void AppendFormatted(Markup value) => _html.Append(value.Html);

    public void AppendFormatted(string? value) => _html.Append(value is null ? "" : Encoder.Encode(value));

    public void AppendFormatted(long value) => _html.Append(value);

    public Markup ToMarkup() => new(_html.ToString());
}
