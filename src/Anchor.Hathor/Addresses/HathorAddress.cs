using System.Collections.Frozen;
using System.Security.Cryptography;
using Anchor.Crypto;

namespace Anchor.Hathor.Addresses;

/// <summary>The first bytes of a network's addresses, which tell networks apart.</summary>
/// <param name="PublicKeyHash">Of an address of one key (P2PKH).</param>
/// <param name="ScriptHash">Of an address of several (P2SH).</param>
public sealed record AddressBytes(byte PublicKeyHash, byte ScriptHash)
{
    private static readonly AddressBytes Main = new(0x28, 0x64);
    private static readonly AddressBytes Test = new(0x49, 0x87);

    private static readonly FrozenDictionary<string, AddressBytes> ByName = new Dictionary<string, AddressBytes>(
        StringComparer.Ordinal
    )
    {
        ["mainnet"] = Main,
        // The network of the node's own tests and simulator.
        ["unittests"] = Main,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The bytes of a network; every one that is not known is a test network.</summary>
    public static AddressBytes Of(string network) => ByName.GetValueOrDefault(network, Test);
}

/// <summary>Addresses: a byte for network and kind, and the hash of a key, in <see cref="Base58"/>.</summary>
public static class HathorAddress
{
    private const int Length = 21;

    /// <summary>The address of a key.</summary>
    /// <param name="publicKey">Compressed: 33 bytes.</param>
    /// <param name="bytes">Of the network.</param>
    public static string OfKey(ReadOnlySpan<byte> publicKey, AddressBytes bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return Base58.EncodeChecked([bytes.PublicKeyHash, .. Ripemd160.HashData(SHA256.HashData(publicKey))]);
    }

    /// <summary>Whether it is an address of that network, of either kind.</summary>
    public static bool IsOf(string address, AddressBytes bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return Base58.TryDecodeChecked(address, out var payload)
            && payload.Length == Length
            && (payload[0] == bytes.PublicKeyHash || payload[0] == bytes.ScriptHash);
    }

    /// <summary>The address that an output's script pays: P2PKH or P2SH, each perhaps behind a timelock; null for every other script.</summary>
    public static string? OfScript(ReadOnlySpan<byte> script, AddressBytes bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        // <4 bytes of time> OP_GREATERTHAN_TIMESTAMP
        var body = script.Length > 6 && script[0] == 4 && script[5] == 0x6f ? script[6..] : script;
        return body switch
        {
            // OP_DUP OP_HASH160 <20 bytes> OP_EQUALVERIFY OP_CHECKSIG
            [0x76, 0xa9, 20, .. { Length: 20 } hash, 0x88, 0xac] => Base58.EncodeChecked([
                bytes.PublicKeyHash,
                .. hash,
            ]),
            // OP_HASH160 <20 bytes> OP_EQUAL
            [0xa9, 20, .. { Length: 20 } hash, 0x87] => Base58.EncodeChecked([bytes.ScriptHash, .. hash]),
            _ => null,
        };
    }
}
