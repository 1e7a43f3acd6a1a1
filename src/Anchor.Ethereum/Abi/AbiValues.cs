using System.Collections.Immutable;

namespace Anchor.Ethereum.Abi;

/// <summary>What a contract answered or announced, by position or by name.</summary>
public sealed class AbiValues
{
    private readonly ImmutableArray<string> _names;
    private readonly ImmutableArray<object> _values;

    internal AbiValues(ImmutableArray<string> names, ImmutableArray<object> values)
    {
        _names = names;
        _values = values;
    }

    public int Count => _values.Length;

    /// <summary>The value as what its type is in C#.</summary>
    public T Get<T>(int index) => (T)_values[index];

    /// <inheritdoc cref="Get{T}(int)"/>
    public T Get<T>(string name)
    {
        var index = _names.IndexOf(name, StringComparer.Ordinal);
        return index >= 0 ? Get<T>(index) : throw new ArgumentException($"No value is called {name}.", nameof(name));
    }
}
