using System.Collections.Frozen;

namespace Anchor.Api.Look;

/// <summary>
/// Reads a template's HTML strictly: known elements, closed in order, quoted attributes, nothing that the pages' security policy would block or that would take
/// over the page. What passes cannot break the page around it.
/// </summary>
internal sealed class SnippetCheck(string text, string source, bool isHead, List<string> faults)
{
    private static readonly FrozenSet<string> Void = Set("br", "hr", "img", "wbr", "link", "meta");

    private static readonly FrozenSet<string> HeadElements = Set("link", "meta", "script");

    // No h1 and no main: a page has one of each already.
    private static readonly FrozenSet<string> BodyElements = Set(
        "a, abbr, address, article, aside, b, bdi, blockquote, br, caption, cite, code, dd, details, div, dl, dt, em, figcaption, figure, h2, h3, h4, hr, i, img, kbd",
        "li, mark, nav, ol, p, pre, q, s, section, small, span, strong, sub, summary, sup, table, tbody, td, tfoot, th, thead, time, tr, u, ul, wbr"
    );

    // Others could undo what the page's headers say.
    private static readonly FrozenSet<string> MetaNames = Set("author", "description", "robots", "theme-color");

    private static readonly FrozenSet<string> UrlAttributes = Set("href", "src");
    private static readonly string[] LinkSchemes = ["https:", "http:", "mailto:", "tel:", "#", "/", "{{static:"];

    private readonly Stack<(string Name, int Position)> _open = new();
    private int _at;

    /// <summary>Adds a fault for each thing that is wrong; stops at the first that leaves the rest unreadable.</summary>
    public void Run()
    {
        while (_at < text.Length)
        {
            var begin = text.IndexOf('<', _at);
            if (begin < 0)
            {
                break;
            }

            _at = begin + 1;
            if (!(text.AsSpan(_at).StartsWith("!--") ? SkipComment(begin) : ReadTag(begin)))
            {
                return;
            }
        }

        foreach (var (name, position) in _open)
        {
            Fault(position, $"<{name}> is never closed");
        }
    }

    private bool SkipComment(int begin)
    {
        var end = text.IndexOf("-->", _at, StringComparison.Ordinal);
        _at = end + 3;
        return end >= 0 || Fault(begin, "a comment is never closed");
    }

    private bool ReadTag(int begin)
    {
        var isEnd = Take('/');
        var name = TakeWhile(char.IsAsciiLetterOrDigit).ToLowerInvariant();
        if (name.Length == 0)
        {
            return Fault(begin, "a < that begins no element; write &lt;");
        }

        var isAllowed = (isHead ? HeadElements : BodyElements).Contains(name);
        if (!isAllowed && !isEnd)
        {
            Fault(begin, $"<{name}> is not allowed here");
        }

        Dictionary<string, string> attributes = new(StringComparer.Ordinal);
        while (true)
        {
            TakeWhile(char.IsWhiteSpace);
            if (Take('>'))
            {
                break;
            }

            if (Take('/') && Take('>'))
            {
                break;
            }

            if (_at >= text.Length || !ReadAttribute(begin, name, attributes))
            {
                return Fault(begin, $"<{name}> cannot be read; attributes are name=\"value\"");
            }
        }

        if (isAllowed && !isEnd)
        {
            CheckElement(begin, name, attributes);
        }

        return isEnd ? Close(begin, name) : Open(begin, name);
    }

    private bool ReadAttribute(int begin, string element, Dictionary<string, string> attributes)
    {
        var name = TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ':').ToLowerInvariant();
        var value = "";
        if (name.Length == 0)
        {
            return false;
        }

        if (Take('='))
        {
            var end = _at < text.Length && text[_at] is '"' or '\'' ? text.IndexOf(text[_at], _at + 1) : -1;
            if (end < 0)
            {
                return false;
            }

            value = text[(_at + 1)..end];
            _at = end + 1;
        }

        if (name == "style" || name.StartsWith("on", StringComparison.Ordinal))
        {
            Fault(begin, $"{name}= is blocked by the pages' policy; put it into a static file");
        }
        else if (name == "id" && !value.StartsWith("own-", StringComparison.Ordinal))
        {
            Fault(begin, "ids begin with own-, so that they differ from the page's");
        }
        else if (UrlAttributes.Contains(name))
        {
            CheckUrl(begin, element, value);
        }

        return attributes.TryAdd(name, value);
    }

    private void CheckUrl(int begin, string element, string value)
    {
        var address = value.TrimStart();
        if (
            element != "a"
            && (
                address.StartsWith("//", StringComparison.Ordinal)
                || address[..Math.Min(1, address.Length)] is not ("/" or "{")
            )
        )
        {
            Fault(
                begin,
                $"\"{value}\" is not from here; pages load only what is in the static folder: {{{{static:name}}}}"
            );
        }
        else if (!Array.Exists(LinkSchemes, scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
        {
            Fault(begin, $"\"{value}\" must begin with one of {string.Join(' ', LinkSchemes)}");
        }
    }

    private void CheckElement(int begin, string name, Dictionary<string, string> attributes)
    {
        switch (name)
        {
            case "img" when !attributes.ContainsKey("alt"):
                Fault(begin, "<img> needs alt=\"...\", empty if it only decorates");
                break;
            case "meta" when !MetaNames.Contains(attributes.GetValueOrDefault("name", "")):
                Fault(begin, $"<meta> is for the names {string.Join(' ', MetaNames.Order())} alone");
                break;
            case "script" when !attributes.ContainsKey("src"):
                Fault(begin, "a script is a static file: <script src=\"{{static:name.js}}\" defer></script>");
                break;
        }
    }

    private bool Open(int begin, string name)
    {
        if (!Void.Contains(name))
        {
            _open.Push((name, begin));
        }

        return true;
    }

    private bool Close(int begin, string name) =>
        (_open.TryPop(out var open) && open.Name == name)
        || Fault(begin, open.Name is null ? $"</{name}> closes nothing" : $"</{name}> where </{open.Name}> is due");

    private bool Take(char c)
    {
        var is1 = _at < text.Length && text[_at] == c;
        _at += is1 ? 1 : 0;
        return is1;
    }

    private string TakeWhile(Func<char, bool> belongs)
    {
        var begin = _at;
        while (_at < text.Length && belongs(text[_at]))
        {
            _at++;
        }

        return text[begin.._at];
    }

    private bool Fault(int position, string what)
    {
        faults.Add($"{source}, line {Snippet.LineOf(text, position)}: {what}.");
        return false;
    }

    private static FrozenSet<string> Set(params string[] lists) =>
        lists.SelectMany(list => list.Split(", ")).ToFrozenSet(StringComparer.Ordinal);
}
