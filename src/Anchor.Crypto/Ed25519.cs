using System.Security.Cryptography;
using Anchor.Crypto.Native;

namespace Anchor.Crypto;

/// <summary>Ed25519 verification (RFC 8032) with the verdicts of libsodium, which is what the Stellar network uses.</summary>
public static class Ed25519
{
    public const int SeedSize = 32;
    public const int PublicKeySize = 32;
    public const int SignatureSize = 64;

    /// <summary>Whether a signature is good. Anything of a wrong length is not.</summary>
    public static unsafe bool Verify(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> message,
        ReadOnlySpan<byte> signature
    )
    {
        if (
            publicKey.Length != PublicKeySize
            || signature.Length != SignatureSize
            || !EdwardsEncoding.IsCanonical(publicKey)
            || EdwardsEncoding.IsSmallOrder(publicKey)
            || EdwardsEncoding.IsSmallOrder(signature[..32])
        )
        {
            return false;
        }

        // An empty span is fixed to a null pointer, which libcrypto takes for a request for the size.
        byte none = 0;
        fixed (byte* keyBytes = publicKey)
        fixed (byte* messageBytes = message)
        fixed (byte* signatureBytes = signature)
        {
            var key = LibCrypto.NewRawPublicKey(LibCrypto.Ed25519KeyType, 0, keyBytes, PublicKeySize);
            if (key == 0)
            {
                LibCrypto.ClearErrors();
                return false;
            }

            var context = LibCrypto.NewDigestContext();
            try
            {
                if (context == 0 || LibCrypto.DigestVerifyInit(context, 0, 0, 0, key) != 1)
                {
                    throw new CryptographicException("libcrypto could not start an Ed25519 verification.");
                }

                var good =
                    LibCrypto.DigestVerify(
                        context,
                        signatureBytes,
                        SignatureSize,
                        messageBytes is null ? &none : messageBytes,
                        (nuint)message.Length
                    ) == 1;
                if (!good)
                {
                    LibCrypto.ClearErrors();
                }

                return good;
            }
            finally
            {
                LibCrypto.FreeDigestContext(context);
                LibCrypto.FreeKey(key);
            }
        }
    }
}
