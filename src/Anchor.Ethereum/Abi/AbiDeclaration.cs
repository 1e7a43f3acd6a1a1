using System.Collections.Immutable;

namespace Anchor.Ethereum.Abi;

/// <summary>One parameter of a function or an event.</summary>
internal sealed record AbiParameter(AbiType Type, string Name, bool IsIndexed);

/// <summary>A declaration as Solidity writes it: a name, and in brackets the types with their names if they have any.</summary>
internal sealed record AbiDeclaration(string Name, ImmutableArray<AbiParameter> Parameters)
{
    /// <summary>The name and the bare types: what selectors and topics are hashes of.</summary>
    public string Signature => $"{Name}({string.Join(',', Parameters.Select(parameter => parameter.Type))})";

    public ImmutableArray<AbiType> Types => [.. Parameters.Select(parameter => parameter.Type)];

    public static AbiDeclaration Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || !text.EndsWith(')'))
        {
            throw new FormatException($"{text} is not a name and types in brackets.");
        }

        return new AbiDeclaration(text[..open].Trim(), ParseParameters(text[(open + 1)..^1]));
    }

    public static ImmutableArray<AbiParameter> ParseParameters(string text) =>
        string.IsNullOrWhiteSpace(text) ? [] : [.. text.Split(',').Select(ParseParameter)];

    private static AbiParameter ParseParameter(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isIndexed = words is [_, "indexed", ..];
        var name = words.Length > (isIndexed ? 2 : 1) ? words[^1] : "";
        return new AbiParameter(AbiType.Parse(words[0]), name, isIndexed);
    }
}
