using System.Collections.Immutable;
using System.Text;
using Anchor.Api.Pages;

namespace Anchor.Api.Look;

/// <summary>A checked piece of HTML, or of plain text, with places for values.</summary>
internal sealed class Snippet
{
    private const string Open = "{{";
    private const string Close = "}}";
    private const string StaticPrefix = "static:";

    private readonly ImmutableArray<Part> _parts;

    private Snippet(ImmutableArray<Part> parts) => _parts = parts;

    /// <summary>Splits the text at its placeholders. <c>{{static:logo.svg}}</c> becomes that file's address at once.</summary>
    /// <param name="source">What a fault names.</param>
    public static Snippet Parse(string text, string source, ISet<string> names, StaticFiles files, List<string> faults)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        for (var at = 0; at < text.Length; )
        {
            var open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
            {
                parts.Add(new Part(text[at..], IsValue: false));
                break;
            }

            var close = text.IndexOf(Close, open, StringComparison.Ordinal);
            if (close < 0)
            {
                Fault(open, "{{ without }}");
                break;
            }

            parts.Add(new Part(text[at..open], IsValue: false));
            var name = text[(open + Open.Length)..close].Trim();
            at = close + Close.Length;
            if (name.StartsWith(StaticPrefix, StringComparison.Ordinal))
            {
                var file = name[StaticPrefix.Length..].Trim();
                if (files.UrlOf(file) is { } url)
                {
                    parts.Add(new Part(Html.Of($"{url}").Html, IsValue: false));
                }
                else
                {
                    Fault(open, $"there is no static file \"{file}\"");
                }
            }
            else if (names.Contains(name))
            {
                parts.Add(new Part(name, IsValue: true));
            }
            else
            {
                Fault(open, $"{{{{{name}}}}} is not a value; those are {string.Join(", ", names.Order())}");
            }
        }

        return new Snippet(parts.ToImmutable());

        void Fault(int position, string what) => faults.Add($"{source}, line {LineOf(text, position)}: {what}.");
    }

    public static int LineOf(string text, int position) => text.AsSpan(0, position).Count('\n') + 1;

    /// <summary>The HTML with the values in their places, escaped.</summary>
    public Markup Fill(IReadOnlyDictionary<string, string> values)
    {
        var html = new StringBuilder();
        foreach (var part in _parts)
        {
            html.Append(part.IsValue ? Html.Of($"{values.GetValueOrDefault(part.Text)}").Html : part.Text);
        }

        return new Markup(html.ToString());
    }

    /// <summary>The same for plain text, which is escaped where it is used.</summary>
    public string FillText(IReadOnlyDictionary<string, string> values) =>
        string.Concat(_parts.Select(part => part.IsValue ? values.GetValueOrDefault(part.Text, "") : part.Text)).Trim();

    private readonly record struct Part(string Text, bool IsValue);
}
