using System.Globalization;
using System.Text;

namespace Anchor.Api.Sep1;

/// <summary>Writes the little TOML that SEP-1 needs: basic strings, booleans, integers, arrays of strings, tables.</summary>
internal sealed class TomlWriter
{
    private readonly StringBuilder _text = new();

    public TomlWriter Table(string name)
    {
        _text.Append('\n').Append('[').Append(name).Append("]\n");
        return this;
    }

    public TomlWriter Entry(string name)
    {
        _text.Append('\n').Append("[[").Append(name).Append("]]\n");
        return this;
    }

    /// <summary>A null value is left out.</summary>
    public TomlWriter String(string key, string? value)
    {
        if (value is not null)
        {
            _text.Append(key).Append(" = ");
            AppendQuoted(value);
            _text.Append('\n');
        }

        return this;
    }

    public TomlWriter Boolean(string key, bool value)
    {
        _text.Append(key).Append(" = ").Append(value ? "true" : "false").Append('\n');
        return this;
    }

    public TomlWriter Integer(string key, int value)
    {
        _text.Append(key).Append(" = ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    /// <summary>An empty list is left out.</summary>
    public TomlWriter Strings(string key, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return this;
        }

        _text.Append(key).Append(" = [");
        var separator = "";
        foreach (var value in values)
        {
            _text.Append(separator);
            AppendQuoted(value);
            separator = ", ";
        }

        _text.Append("]\n");
        return this;
    }

    /// <summary>Tables whose values are written as they are. Names that are not bare were quoted by whoever wrote them.</summary>
    public TomlWriter Tables(IEnumerable<TomlTable> tables)
    {
        foreach (var table in tables)
        {
            _ =
                table.Name.Length == 0 ? this
                : table.IsEntry ? Entry(table.Name)
                : Table(table.Name);
            foreach (var (key, value) in table.Values)
            {
                _text.Append(key).Append(" = ").Append(value).Append('\n');
            }
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    private void AppendQuoted(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append("\\\\"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                _ when char.IsControl(c) => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => _text.Append(c),
            };
        }

        _text.Append('"');
    }
}
