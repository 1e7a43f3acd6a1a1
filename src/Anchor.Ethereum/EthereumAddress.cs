using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization;
using Anchor.Crypto;
using Anchor.Ethereum.JsonRpc;

namespace Anchor.Ethereum;

/// <summary>An account or contract: 20 bytes, compared as such, so that the case of digits never makes two of one.</summary>
[JsonConverter(typeof(EthereumAddressConverter))]
[StructLayout(LayoutKind.Auto)]
public readonly record struct EthereumAddress
{
    public const int Size = 20;

    private const int Digits = 2 * Size;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly uint _c;

    public EthereumAddress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException("Not 20 bytes.", nameof(bytes));
        }

        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    public static EthereumAddress Zero => default;

    public bool IsZero => (_a | _b | _c) == 0;

    /// <summary>The account of a key.</summary>
    public static EthereumAddress Of(Secp256k1PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return OfPublicKey(key.PublicKey);
    }

    /// <summary>The account of a public key, given as x and y.</summary>
    public static EthereumAddress OfPublicKey(ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hash = stackalloc byte[Keccak256.Size];
        Keccak256.Hash(publicKey, hash);
        return new EthereumAddress(hash[^Size..]);
    }

    /// <summary>0x and 40 digits. Where small and capital letters are mixed they must be the checksum (EIP-55): else a digit was mistyped.</summary>
    public static bool TryParse(string? text, out EthereumAddress address)
    {
        Span<byte> bytes = stackalloc byte[Size];
        address = default;
        if (!Hex.TryParse(text, bytes))
        {
            return false;
        }

        var parsed = new EthereumAddress(bytes);
        var digits = text.AsSpan(2);
        var mixed = digits.ContainsAnyInRange('a', 'f') && digits.ContainsAnyInRange('A', 'F');
        if (mixed && parsed.ToString() != text)
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>The text of an address.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static EthereumAddress Parse(string text) =>
        TryParse(text, out var address)
            ? address
            : throw new FormatException(
                "Not an address: 0x and 40 hexadecimal digits, with the right checksum if any."
            );

    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _b);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], _c);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>In small letters, as nodes write it.</summary>
    public string ToLowerHex() => Hex.Of(ToArray());

    /// <summary>With the checksum of EIP-55.</summary>
    public override string ToString()
    {
        var text = ToLowerHex().ToCharArray();
        Span<byte> digits = stackalloc byte[Digits];
        Encoding.ASCII.GetBytes(text.AsSpan(2), digits);
        Span<byte> hash = stackalloc byte[Keccak256.Size];
        Keccak256.Hash(digits, hash);
        for (var i = 0; i < Digits; i++)
        {
            var nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 0x0f;
            if (nibble >= 8)
            {
                text[i + 2] = char.ToUpperInvariant(text[i + 2]);
            }
        }

        return new string(text);
    }
}
