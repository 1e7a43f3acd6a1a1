using System.Security.Cryptography;
using Anchor.Crypto.Native;

namespace Anchor.Crypto;

/// <summary>Derives keys from passwords by scrypt (RFC 7914), in libcrypto.</summary>
public static class Scrypt
{
    /// <summary>The key of a password. It takes about 128 · N · r bytes of memory.</summary>
    /// <param name="password">The password.</param>
    /// <param name="salt">Public, and different for every use.</param>
    /// <param name="cost">N, a power of two greater than one.</param>
    /// <param name="blockSize">r.</param>
    /// <param name="parallelization">p.</param>
    /// <param name="length">The length of the key in bytes.</param>
    public static unsafe byte[] DeriveKey(
        ReadOnlySpan<byte> password,
        ReadOnlySpan<byte> salt,
        int cost,
        int blockSize,
        int parallelization,
        int length
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blockSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parallelization);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        var key = new byte[length];
        // What the two working areas take, and a little: libcrypto's own limit of 32 MiB is below the usual costs.
        var memory = (128L * blockSize * (cost + parallelization + 2L)) + (1 << 20);
        byte none = 0;
        fixed (byte* passwordBytes = password)
        fixed (byte* saltBytes = salt)
        fixed (byte* keyBytes = key)
        {
            if (
                LibCrypto.Scrypt(
                    passwordBytes is null ? &none : passwordBytes,
                    (nuint)password.Length,
                    saltBytes is null ? &none : saltBytes,
                    (nuint)salt.Length,
                    (ulong)cost,
                    (ulong)blockSize,
                    (ulong)parallelization,
                    (ulong)memory,
                    keyBytes,
                    (nuint)length
                ) != 1
            )
            {
                LibCrypto.ClearErrors();
                throw new CryptographicException("libcrypto could not derive a key by scrypt.");
            }
        }

        return key;
    }
}
