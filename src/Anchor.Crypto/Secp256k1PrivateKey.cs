using System.Security.Cryptography;
using Anchor.Crypto.Native;

namespace Anchor.Crypto;

/// <summary>A secp256k1 private key. Its signatures are deterministic (RFC 6979) with low s. Safe for use by several threads.</summary>
public sealed class Secp256k1PrivateKey : IDisposable
{
    private readonly byte[] _key;
    private readonly byte[] _publicKey;

    private Secp256k1PrivateKey(byte[] key, byte[] publicKey)
    {
        _key = key;
        _publicKey = publicKey;
    }

    /// <summary>x and y.</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Takes a copy of the 32 bytes.</summary>
    public static Secp256k1PrivateKey FromBytes(ReadOnlySpan<byte> key)
    {
        if (!Secp256k1.IsPrivateKey(key))
        {
            throw new ArgumentException("Not a secp256k1 private key.", nameof(key));
        }

        using var curve = new Secp256k1Arithmetic();
        Span<byte> point = stackalloc byte[Secp256k1.UncompressedSize];
        curve.WritePoint(curve.MultiplyGenerator(curve.Number(key)), point);
        return new Secp256k1PrivateKey(key.ToArray(), point[1..].ToArray());
    }

    /// <summary>Signs a hash of 32 bytes.</summary>
    public Secp256k1Signature Sign(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Secp256k1.HashSize)
        {
            throw new ArgumentException("A hash has 32 bytes.", nameof(hash));
        }

        var nonces = new DeterministicNonces(_key, hash);
        Span<byte> nonce = stackalloc byte[Secp256k1.PrivateKeySize];
        try
        {
            while (true)
            {
                nonces.Next(nonce);
                if (Secp256k1.IsPrivateKey(nonce) && TrySign(hash, nonce) is { } signature)
                {
                    return signature;
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(nonce);
            nonces.Clear();
        }
    }

    /// <summary>Writes the key, for storing it encrypted.</summary>
    public void Export(Span<byte> key) => _key.CopyTo(key);

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    /// <summary>Null for the few nonces that give no signature which says of which point it is.</summary>
    private Secp256k1Signature? TrySign(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> nonce)
    {
        using var curve = new Secp256k1Arithmetic();
        Span<byte> point = stackalloc byte[Secp256k1.UncompressedSize];
        var k = curve.Number(nonce);
        curve.WritePoint(curve.MultiplyGenerator(k), point);
        var r = point[1..33].ToArray();
        if (!Secp256k1.IsPrivateKey(r))
        {
            return null;
        }

        // s = (z + r·d) / k, every secret factor blinded: the time then says nothing about them.
        Span<byte> random = stackalloc byte[Secp256k1.PrivateKeySize];
        do
        {
            RandomNumberGenerator.Fill(random);
        } while (!Secp256k1.IsPrivateKey(random));
        var blind = curve.Number(random);
        var sum = curve.Add(
            curve.Multiply(blind, curve.Number(hash)),
            curve.Multiply(curve.Multiply(blind, curve.Number(_key)), curve.Number(r))
        );
        var s = curve.Multiply(curve.Invert(curve.Multiply(blind, k)), sum);
        var written = new byte[Secp256k1.PrivateKeySize];
        curve.Write(s, written);
        var parity = point[^1] & 1;
        if (written.AsSpan().SequenceCompareTo(Secp256k1.HalfOrder) > 0)
        {
            curve.Write(curve.Negate(s), written);
            parity ^= 1;
        }

        return written.AsSpan().ContainsAnyExcept((byte)0) ? new Secp256k1Signature(r, written, parity) : null;
    }
}
