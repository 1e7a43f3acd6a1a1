using System.Collections.Immutable;
using System.Text;

namespace Anchor.Ethereum.Abi;

/// <summary>A function of a contract: writes calls of it and reads its answers.</summary>
public sealed class AbiFunction
{
    private const int SelectorSize = 4;

    private readonly AbiDeclaration _declaration;
    private readonly ImmutableArray<AbiParameter> _results;

    /// <summary>A function by its declaration.</summary>
    /// <param name="declaration">As in Solidity: <c>transfer(address to, uint256 amount)</c>; names may be left out.</param>
    /// <param name="returns">The types of the answer, as <c>uint256 balance, bool</c>.</param>
    public AbiFunction(string declaration, string returns = "")
    {
        ArgumentNullException.ThrowIfNull(declaration);
        _declaration = AbiDeclaration.Parse(declaration);
        _results = AbiDeclaration.ParseParameters(returns);
        Selector = Bytes32.Keccak(Encoding.ASCII.GetBytes(_declaration.Signature)).ToArray().AsMemory(0, SelectorSize);
    }

    public string Name => _declaration.Name;

    /// <summary>The name and types: what the selector is the hash of.</summary>
    public string Signature => _declaration.Signature;

    /// <summary>Four bytes.</summary>
    public ReadOnlyMemory<byte> Selector { get; }

    /// <summary>The data of a call: the selector and the arguments, one for each parameter and of its type.</summary>
    public byte[] Encode(params object[] arguments) =>
        [.. Selector.Span, .. AbiCoding.Encode(_declaration.Types, arguments)];

    /// <summary>Null if the data are no call of this function.</summary>
    public AbiValues? TryDecodeCall(ReadOnlySpan<byte> data) =>
        data.StartsWith(Selector.Span) ? TryRead(_declaration.Parameters, data[SelectorSize..]) : null;

    /// <summary>Null if the data are no answer of this function, as where there is no contract.</summary>
    public AbiValues? TryDecodeResult(ReadOnlySpan<byte> data) => TryRead(_results, data);

    private static AbiValues? TryRead(ImmutableArray<AbiParameter> parameters, ReadOnlySpan<byte> data) =>
        AbiCoding.TryDecode([.. parameters.Select(parameter => parameter.Type)], data) is { } values
            ? new AbiValues([.. parameters.Select(parameter => parameter.Name)], values)
            : null;
}
