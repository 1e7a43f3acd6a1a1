using System.Diagnostics.CodeAnalysis;

namespace Anchor.Api.Http;

/// <summary>The fields of a request body, whichever of the three content types it came in: flat, each name once.</summary>
internal sealed class RequestFields
{
    private readonly Dictionary<string, string> _values = [];

    public static RequestFields Empty { get; } = new();

    public IEnumerable<KeyValuePair<string, string>> All => _values;

    /// <summary>The field, or null if it is absent or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        value = this[name];
        return value is not null;
    }

    /// <summary>Whether the field was sent, be it empty.</summary>
    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>The same fields but one.</summary>
    public RequestFields Without(string name)
    {
        var rest = new RequestFields();
        foreach (var (key, value) in _values)
        {
            if (key != name)
            {
                rest._values.Add(key, value);
            }
        }

        return rest;
    }

    /// <summary>Null if the field was taken, else why not.</summary>
    public ApiError? Add(string name, string value)
    {
        if (name.Length > 100 || !IsText(name, allowLines: false))
        {
            return ApiError.BadRequest("a field has an invalid name");
        }

        if (!IsText(value, allowLines: true))
        {
            return ApiError.BadRequest($"'{name}' has characters that are not allowed");
        }

        return _values.TryAdd(name, value) ? null : ApiError.BadRequest($"'{name}' is given twice");
    }

    /// <summary>No control characters, no halves of surrogate pairs, and no replacement character, which is what bad UTF-8 becomes.</summary>
    public static bool IsText(string value, bool allowLines)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
                continue;
            }

            if (
                char.IsSurrogate(c)
                || c == '\uFFFD'
                || (char.IsControl(c) && !(allowLines && c is '\n' or '\r' or '\t'))
            )
            {
                return false;
            }
        }

        return true;
    }
}
