using System.Security.Cryptography;

namespace Anchor.Crypto;

/// <summary>The nonces of a signature by HMAC-SHA-256 (RFC 6979, section 3.2), for a curve whose order has 256 bits.</summary>
internal sealed class DeterministicNonces
{
    private const int Size = 32;

    private readonly byte[] _key = new byte[Size];
    private readonly byte[] _value = new byte[Size];
    private bool _given;

    internal DeterministicNonces(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> hash)
    {
        Span<byte> seed = stackalloc byte[2 * Size];
        privateKey.CopyTo(seed);
        Reduce(hash, seed[Size..]);
        _value.AsSpan().Fill(1);
        Step(0, seed);
        Step(1, seed);
        CryptographicOperations.ZeroMemory(seed);
    }

    /// <summary>The next candidate; it may be out of the curve's range.</summary>
    internal void Next(Span<byte> nonce)
    {
        if (_given)
        {
            Step(0, []);
        }

        _given = true;
        HMACSHA256.HashData(_key, _value, _value);
        _value.CopyTo(nonce);
    }

    internal void Clear()
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_value);
    }

    private void Step(byte mark, ReadOnlySpan<byte> seed)
    {
        Span<byte> message = stackalloc byte[Size + 1 + (2 * Size)];
        _value.CopyTo(message);
        message[Size] = mark;
        seed.CopyTo(message[(Size + 1)..]);
        HMACSHA256.HashData(_key, message[..(Size + 1 + seed.Length)], _key);
        HMACSHA256.HashData(_key, _value, _value);
        CryptographicOperations.ZeroMemory(message);
    }

    /// <summary>bits2octets: a hash of 256 bits is at most once the order too large.</summary>
    private static void Reduce(ReadOnlySpan<byte> hash, Span<byte> output)
    {
        hash.CopyTo(output);
        if (hash.SequenceCompareTo(Secp256k1.Order) < 0)
        {
            return;
        }

        var borrow = 0;
        for (var i = Size - 1; i >= 0; i--)
        {
            var difference = output[i] - Secp256k1.Order[i] - borrow;
            output[i] = (byte)difference;
            borrow = difference < 0 ? 1 : 0;
        }
    }
}
