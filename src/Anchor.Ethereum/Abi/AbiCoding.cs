using System.Collections.Immutable;
using System.Text;

namespace Anchor.Ethereum.Abi;

/// <summary>
/// Words of contracts' arguments (contract ABI specification). A value is a <see cref="UInt256"/>, <see cref="EthereumAddress"/>,
/// <see cref="bool"/>, <see cref="Bytes32"/>, an array of bytes, a <see cref="string"/>, or an array of such values.
/// </summary>
internal static class AbiCoding
{
    private const int Word = 32;

    // A hostile answer may point many times at one place; nothing that is read here has so many values.
    private const int MostElements = 100_000;

    public static byte[] Encode(ImmutableArray<AbiType> types, IReadOnlyList<object> values)
    {
        if (types.Length != values.Count)
        {
            throw new ArgumentException($"{types.Length} values are wanted and {values.Count} given.", nameof(values));
        }

        using var head = new MemoryStream();
        using var tail = new MemoryStream();
        for (var i = 0; i < types.Length; i++)
        {
            if (types[i].IsDynamic)
            {
                head.Write(Number((UInt256)(ulong)((types.Length * Word) + tail.Length)));
                tail.Write(Dynamic(types[i], values[i]));
            }
            else
            {
                head.Write(Static(types[i], values[i]));
            }
        }

        tail.WriteTo(head);
        return head.ToArray();
    }

    /// <summary>Null if the data are not such values.</summary>
    public static ImmutableArray<object>? TryDecode(ImmutableArray<AbiType> types, ReadOnlySpan<byte> data)
    {
        if (data.Length / Word < types.Length)
        {
            return null;
        }

        var values = ImmutableArray.CreateBuilder<object>(types.Length);
        for (var i = 0; i < types.Length; i++)
        {
            var word = data.Slice(i * Word, Word);
            object? value = null;
            if (!types[i].IsDynamic)
            {
                value = TryStatic(types[i], word);
            }
            else if (TryLength(word) is { } offset && offset <= data.Length - Word)
            {
                value = TryDynamic(types[i], data[offset..]);
            }

            if (value is null)
            {
                return null;
            }

            values.Add(value);
        }

        return values.MoveToImmutable();
    }

    private static byte[] Static(AbiType type, object value)
    {
        switch (type.Kind, value)
        {
            case (AbiKind.Number, UInt256 number) when number.Value.GetBitLength() <= type.Bits:
                return Number(number);
            case (AbiKind.Bytes32, Bytes32 bytes):
                return bytes.ToArray();
            case (AbiKind.Bool, bool truth):
                return Number(truth ? 1ul : 0ul);
            case (AbiKind.Address, EthereumAddress address):
                var word = new byte[Word];
                address.CopyTo(word.AsSpan(Word - EthereumAddress.Size));
                return word;
            default:
                throw new ArgumentException($"{value} is not a {type}.", nameof(value));
        }
    }

    private static byte[] Dynamic(AbiType type, object value)
    {
        switch (type.Kind, value)
        {
            case (AbiKind.Bytes, byte[] bytes):
                return Padded(bytes);
            case (AbiKind.Text, string text):
                return Padded(Encoding.UTF8.GetBytes(text));
            case (AbiKind.Array, IReadOnlyList<object> items):
                return
                [
                    .. Number((ulong)items.Count),
                    .. Encode([.. Enumerable.Repeat(type.Element!, items.Count)], items),
                ];
            default:
                throw new ArgumentException($"{value} is not a {type}.", nameof(value));
        }
    }

    private static object? TryStatic(AbiType type, ReadOnlySpan<byte> word)
    {
        switch (type.Kind)
        {
            case AbiKind.Bytes32:
                return new Bytes32(word);
            case AbiKind.Address:
                return word[..(Word - EthereumAddress.Size)].ContainsAnyExcept((byte)0)
                    ? null
                    : new EthereumAddress(word[(Word - EthereumAddress.Size)..]);
            default:
                var number = UInt256.FromBigEndian(word);
                var bits = type.Kind == AbiKind.Bool ? 1 : type.Bits;
                return number.Value.GetBitLength() > bits ? null
                    : type.Kind == AbiKind.Bool ? !number.IsZero
                    : number;
        }
    }

    private static object? TryDynamic(AbiType type, ReadOnlySpan<byte> data)
    {
        if (TryLength(data[..Word]) is not { } length)
        {
            return null;
        }

        var content = data[Word..];
        if (type.Kind == AbiKind.Array)
        {
            return length > MostElements ? null
                : TryDecode([.. Enumerable.Repeat(type.Element!, length)], content) is { } items ? items
                : null;
        }

        if (length > content.Length)
        {
            return null;
        }

        return type.Kind == AbiKind.Bytes ? content[..length].ToArray() : Encoding.UTF8.GetString(content[..length]);
    }

    private static int? TryLength(ReadOnlySpan<byte> word)
    {
        var number = UInt256.FromBigEndian(word);
        return number <= int.MaxValue ? (int)(long)number : null;
    }

    private static byte[] Number(UInt256 number)
    {
        var word = new byte[Word];
        number.WriteBigEndian(word);
        return word;
    }

    private static byte[] Padded(byte[] bytes)
    {
        var result = new byte[Word + ((bytes.Length + Word - 1) / Word * Word)];
        Number((ulong)bytes.Length).CopyTo(result, 0);
        bytes.CopyTo(result, Word);
        return result;
    }
}
