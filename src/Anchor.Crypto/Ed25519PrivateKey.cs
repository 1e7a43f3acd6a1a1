using System.Security.Cryptography;
using Anchor.Crypto.Native;

namespace Anchor.Crypto;

/// <summary>An Ed25519 private key, held by libcrypto. Safe for use by several threads.</summary>
public sealed class Ed25519PrivateKey : IDisposable
{
    private readonly EvpKeyHandle _handle;
    private readonly byte[] _publicKey;

    private Ed25519PrivateKey(EvpKeyHandle handle, byte[] publicKey)
    {
        _handle = handle;
        _publicKey = publicKey;
    }

    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Makes the key of a 32-byte seed.</summary>
    public static unsafe Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519.SeedSize)
        {
            throw new ArgumentException("A seed has 32 bytes.", nameof(seed));
        }

        fixed (byte* seedBytes = seed)
        {
            var handle = new EvpKeyHandle(
                LibCrypto.NewRawPrivateKey(LibCrypto.Ed25519KeyType, 0, seedBytes, Ed25519.SeedSize)
            );
            var publicKey = new byte[Ed25519.PublicKeySize];
            var length = (nuint)publicKey.Length;
            fixed (byte* output = publicKey)
            {
                if (handle.IsInvalid || LibCrypto.GetRawPublicKey(handle.DangerousGetHandle(), output, ref length) != 1)
                {
                    handle.Dispose();
                    LibCrypto.ClearErrors();
                    throw new CryptographicException("libcrypto could not make an Ed25519 key.");
                }
            }

            return new Ed25519PrivateKey(handle, publicKey);
        }
    }

    /// <summary>Writes the 64-byte signature of a message.</summary>
    public unsafe void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (signature.Length != Ed25519.SignatureSize)
        {
            throw new ArgumentException("A signature has 64 bytes.", nameof(signature));
        }

        byte none = 0;
        var held = false;
        nint context = 0;
        try
        {
            _handle.DangerousAddRef(ref held);
            context = LibCrypto.NewDigestContext();
            var length = (nuint)Ed25519.SignatureSize;
            fixed (byte* messageBytes = message)
            fixed (byte* signatureBytes = signature)
            {
                if (
                    context == 0
                    || LibCrypto.DigestSignInit(context, 0, 0, 0, _handle.DangerousGetHandle()) != 1
                    || LibCrypto.DigestSign(
                        context,
                        signatureBytes,
                        ref length,
                        messageBytes is null ? &none : messageBytes,
                        (nuint)message.Length
                    ) != 1
                )
                {
                    LibCrypto.ClearErrors();
                    throw new CryptographicException("libcrypto could not sign.");
                }
            }
        }
        finally
        {
            LibCrypto.FreeDigestContext(context);
            if (held)
            {
                _handle.DangerousRelease();
            }
        }
    }

    /// <summary>Writes the seed, for storing a newly made key.</summary>
    public unsafe void ExportSeed(Span<byte> seed)
    {
        if (seed.Length != Ed25519.SeedSize)
        {
            throw new ArgumentException("A seed has 32 bytes.", nameof(seed));
        }

        var held = false;
        try
        {
            _handle.DangerousAddRef(ref held);
            var length = (nuint)seed.Length;
            fixed (byte* output = seed)
            {
                if (LibCrypto.GetRawPrivateKey(_handle.DangerousGetHandle(), output, ref length) != 1)
                {
                    LibCrypto.ClearErrors();
                    throw new CryptographicException("libcrypto could not export a seed.");
                }
            }
        }
        finally
        {
            if (held)
            {
                _handle.DangerousRelease();
            }
        }
    }

    public void Dispose() => _handle.Dispose();
}
