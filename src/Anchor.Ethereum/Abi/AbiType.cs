using System.Globalization;

namespace Anchor.Ethereum.Abi;

/// <summary>A type of a contract's argument. Tuples and arrays of fixed length are not known here: none of the contracts has them.</summary>
internal sealed record AbiType(AbiKind Kind, int Bits = 0, AbiType? Element = null)
{
    /// <summary>Its value stands behind the words of all arguments, which only say where.</summary>
    public bool IsDynamic => Kind is AbiKind.Bytes or AbiKind.Text or AbiKind.Array;

    public static AbiType Parse(string text) =>
        text switch
        {
            "address" => new AbiType(AbiKind.Address),
            "bool" => new AbiType(AbiKind.Bool),
            "bytes32" => new AbiType(AbiKind.Bytes32),
            "bytes" => new AbiType(AbiKind.Bytes),
            "string" => new AbiType(AbiKind.Text),
            _ when text.EndsWith("[]", StringComparison.Ordinal) => new AbiType(
                AbiKind.Array,
                Element: Parse(text[..^2])
            ),
            _ when text.StartsWith("uint", StringComparison.Ordinal)
                    && int.TryParse(text.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
                    && bits is > 0 and <= 256
                    && bits % 8 == 0 => new AbiType(AbiKind.Number, bits),
            _ => throw new FormatException($"{text} is not a type that is known here."),
        };

    public override string ToString() =>
        Kind switch
        {
            AbiKind.Number => $"uint{Bits}",
            AbiKind.Text => "string",
            AbiKind.Array => $"{Element}[]",
            AbiKind.Address => "address",
            AbiKind.Bool => "bool",
            AbiKind.Bytes32 => "bytes32",
            _ => "bytes",
        };
}

internal enum AbiKind
{
    Number,
    Address,
    Bool,
    Bytes32,
    Bytes,
    Text,
    Array,
}
