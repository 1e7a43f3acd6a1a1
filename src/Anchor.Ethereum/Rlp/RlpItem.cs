using System.Collections.Immutable;

namespace Anchor.Ethereum.Rlp;

/// <summary>What RLP can say: a string of bytes, or a list of items (Ethereum yellow paper, appendix B).</summary>
public sealed class RlpItem
{
    private readonly byte[] _bytes;

    private RlpItem(byte[] bytes, ImmutableArray<RlpItem> items)
    {
        _bytes = bytes;
        Items = items;
    }

    /// <summary>The bytes of a string.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The items of a list; default for a string.</summary>
    public ImmutableArray<RlpItem> Items { get; }

    public bool IsList => !Items.IsDefault;

    public static RlpItem Of(ReadOnlySpan<byte> bytes) => new(bytes.ToArray(), default);

    public static RlpItem Of(Bytes32 value) => new(value.ToArray(), default);

    public static RlpItem Of(EthereumAddress address) => new(address.ToArray(), default);

    /// <summary>A number, without leading zeros.</summary>
    public static RlpItem Of(UInt256 number) => new(number.ToMinimalBytes(), default);

    /// <inheritdoc cref="Of(UInt256)"/>
    public static RlpItem Of(long number) => Of(new UInt256(number));

    public static RlpItem List(params ImmutableArray<RlpItem> items) => new([], items.IsDefault ? [] : items);

    /// <summary>The number that a string says; null for a list, for leading zeros and for more than 32 bytes.</summary>
    public UInt256? ToNumber() =>
        IsList || _bytes.Length > UInt256.Size || _bytes is [0, ..] ? null : UInt256.FromBigEndian(_bytes);
}
