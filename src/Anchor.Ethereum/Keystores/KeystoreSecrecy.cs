using System.Buffers.Binary;
using System.Security.Cryptography;
using Anchor.Crypto;

namespace Anchor.Ethereum.Keystores;

/// <summary>The steps between a keystore's password and its key.</summary>
internal static class KeystoreSecrecy
{
    internal const string Cipher = "aes-128-ctr";
    internal const int KeySize = 32;

    private const int BlockSize = 16;

    /// <summary>Of a key that was derived from the password and what is encrypted; it tells whether the password is right.</summary>
    internal static byte[] Mac(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> cipherText) =>
        Keccak256.Hash([.. derived[BlockSize..KeySize], .. cipherText]);

    /// <summary>Encrypts or decrypts in place: in counter mode both are the same.</summary>
    internal static void Apply(ReadOnlySpan<byte> derived, ReadOnlySpan<byte> iv, Span<byte> data)
    {
        using var aes = Aes.Create();
        aes.SetKey(derived[..BlockSize]);
        var counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
        Span<byte> block = stackalloc byte[BlockSize];
        for (var i = 0; i < data.Length; i++)
        {
            if (i % BlockSize == 0)
            {
                BinaryPrimitives.WriteUInt128BigEndian(block, counter++);
                aes.EncryptEcb(block, block, PaddingMode.None);
            }

            data[i] ^= block[i % BlockSize];
        }

        CryptographicOperations.ZeroMemory(block);
    }
}
