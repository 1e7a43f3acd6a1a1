using System.Text.RegularExpressions;

namespace Anchor.Api.Sep1;

/// <summary>Reads a TOML file strictly into tables of values, which keep their text. Dotted keys and tables inside tables are refused: SEP-1 has none.</summary>
internal sealed partial class TomlReader
{
    private const int DeepestNesting = 20;
    private readonly string _text;
    private readonly string _source;
    private readonly List<TomlTable> _tables = [new("", IsEntry: false)];
    private int _at;

    private TomlReader(string text, string source) =>
        (_text, _source) = (text.TrimStart('\uFEFF').ReplaceLineEndings("\n"), source);

    /// <summary>The tables in their order, the first one without a name.</summary>
    /// <param name="source">What a message names.</param>
    /// <exception cref="FormatException">It is not TOML of this kind; the message is one line.</exception>
    public static IReadOnlyList<TomlTable> Read(string text, string source)
    {
        var reader = new TomlReader(text, source);
        reader.Run();
        return reader._tables;
    }

    private void Run()
    {
        while (SkipBlank())
        {
            if (_text[_at] == '[')
            {
                ReadHeader();
            }
            else
            {
                ReadPair();
            }

            ExpectLineEnd();
        }
    }

    private void ReadHeader()
    {
        var match = Header().Match(_text, _at);
        Expect(match.Success && match.Index == _at, "a table is written [NAME] or [[NAME]], without dots");
        var isEntry = match.Groups["entry"].Success;
        var name = match.Groups["name"].Value;
        Expect(
            !_tables.Exists(table => table.Name == name && (!isEntry || !table.IsEntry)),
            $"the table {name} is there twice"
        );
        _tables.Add(new TomlTable(name, isEntry));
        _at += match.Length;
    }

    private void ReadPair()
    {
        var match = Key().Match(_text, _at);
        Expect(match.Success && match.Index == _at, "expected KEY = value");
        var key = match.Groups["key"].Value;
        _at += match.Length;
        var begin = _at;
        SkipValue(0);
        Expect(_tables[^1].Values.TryAdd(key, _text[begin.._at].TrimEnd()), $"{key} is there twice");
    }

    private void SkipValue(int depth)
    {
        Expect(depth < DeepestNesting && _at < _text.Length, "a value is missing");
        switch (_text[_at])
        {
            case '"':
                SkipString("\"\"\"", '"', BasicString());
                break;
            case '\'':
                SkipString("'''", '\'', LiteralString());
                break;
            case '[':
                SkipArray(depth);
                break;
            case '{':
                SkipInlineTable(depth);
                break;
            default:
                SkipMatch(Plain(), "not a value: text stands in quotes");
                break;
        }
    }

    private void SkipString(string many, char one, Regex single)
    {
        if (string.CompareOrdinal(_text, _at, many, 0, many.Length) != 0)
        {
            SkipMatch(single, "text in quotes that does not end, or an escape that is none");
            return;
        }

        var end = _text.IndexOf(many, _at + many.Length, StringComparison.Ordinal);
        while (one == '"' && end > 0 && IsEscaped(end))
        {
            end = _text.IndexOf(many, end + 1, StringComparison.Ordinal);
        }

        Expect(end >= 0, "text in quotes that does not end");
        _at = end + many.Length;
    }

    private bool IsEscaped(int position)
    {
        var slashes = 0;
        while (_text[position - 1 - slashes] == '\\')
        {
            slashes++;
        }

        return slashes % 2 == 1;
    }

    private void SkipArray(int depth)
    {
        _at++;
        while (true)
        {
            Expect(SkipBlank(), "a list that does not end");
            if (Take(']'))
            {
                return;
            }

            SkipValue(depth + 1);
            Expect(SkipBlank() && (Take(',') || _text[_at] == ']'), "expected , or ]");
        }
    }

    private void SkipInlineTable(int depth)
    {
        _at++;
        SkipSpace();
        if (Take('}'))
        {
            return;
        }

        do
        {
            SkipSpace();
            SkipMatch(Key(), "expected KEY = value");
            SkipValue(depth + 1);
            SkipSpace();
        } while (Take(','));

        Expect(Take('}'), "expected , or }");
    }

    private void SkipMatch(Regex regex, string fault)
    {
        var match = regex.Match(_text, _at);
        Expect(match.Success && match.Index == _at, fault);
        _at += match.Length;
    }

    private bool Take(char c)
    {
        var isThere = _at < _text.Length && _text[_at] == c;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
        {
            _at++;
        }
    }

    /// <summary>Skips space, empty lines and comments; false at the end.</summary>
    private bool SkipBlank()
    {
        while (_at < _text.Length && (_text[_at] is ' ' or '\t' or '\n' || _text[_at] == '#'))
        {
            _at = _text[_at] == '#' ? EndOfLine() : _at + 1;
        }

        return _at < _text.Length;
    }

    private void ExpectLineEnd()
    {
        SkipSpace();
        Expect(_at >= _text.Length || _text[_at] is '\n' or '#', "nothing may follow on this line but a comment");
    }

    private int EndOfLine()
    {
        var end = _text.IndexOf('\n', _at);
        return end < 0 ? _text.Length : end;
    }

    private void Expect(bool holds, string fault)
    {
        if (!holds)
        {
            var line = _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1;
            throw new FormatException($"{_source}, line {line}: {fault}.");
        }
    }

    [GeneratedRegex(
        @"\G(\[[ \t]*(?<name>[A-Za-z0-9_-]+)[ \t]*\](?!\])|(?<entry>\[\[)[ \t]*(?<name>[A-Za-z0-9_-]+)[ \t]*\]\])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Header();

    [GeneratedRegex(
        """\G(?<key>[A-Za-z0-9_-]+|"[^"\\\n]*"|'[^'\n]*')[ \t]*=[ \t]*""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Key();

    [GeneratedRegex(
        """\G"([^"\\\p{Cc}]|\t|\\([btnfre"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}))*" """,
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace,
        1000
    )]
    private static partial Regex BasicString();

    [GeneratedRegex(@"\G'[^'\n]*'", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LiteralString();

    // Booleans, numbers, dates and times.
    [GeneratedRegex(
        @"\G(true|false|[+-]?(inf|nan)|\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?|\d{2}:\d{2}(:\d{2}(\.\d+)?)?|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+|[+-]?\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?)(?![A-Za-z0-9_.:+-])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Plain();
}
