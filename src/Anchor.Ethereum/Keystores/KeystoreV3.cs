using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Anchor.Crypto;

namespace Anchor.Ethereum.Keystores;

/// <summary>A private key encrypted by a password, in the form that geth and web3 write (Web3 Secret Storage, version 3).</summary>
public static class KeystoreV3
{
    /// <summary>How many bytes of randomness one keystore takes.</summary>
    public const int EntropySize = 64;

    private const int SaltSize = 32;
    private const int IvSize = 16;

    /// <summary>Writes a keystore.</summary>
    /// <param name="key">What is encrypted.</param>
    /// <param name="password">It is used as UTF-8, as it is.</param>
    /// <param name="cost">scrypt's N: 262144 takes a second and 256 MiB, 8192 is for keys without worth.</param>
    /// <param name="entropy"><see cref="EntropySize"/> unpredictable bytes that are never used again.</param>
    public static string Encrypt(Secp256k1PrivateKey key, string password, int cost, ReadOnlySpan<byte> entropy)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(password);
        if (entropy.Length != EntropySize)
        {
            throw new ArgumentException("A keystore takes 64 random bytes.", nameof(entropy));
        }

        var salt = entropy[..SaltSize].ToArray();
        var iv = entropy.Slice(SaltSize, IvSize).ToArray();
        var derived = Scrypt.DeriveKey(Encoding.UTF8.GetBytes(password), salt, cost, 8, 1, KeystoreSecrecy.KeySize);
        var secret = new byte[Secp256k1.PrivateKeySize];
        try
        {
            key.Export(secret);
            KeystoreSecrecy.Apply(derived, iv, secret);
            var file = new KeystoreFile(
                3,
                Uuid(entropy[^IvSize..]),
                Convert.ToHexStringLower(EthereumAddress.Of(key).ToArray()),
                new KeystoreCrypto(
                    KeystoreSecrecy.Cipher,
                    new KeystoreCipherParameters(Convert.ToHexStringLower(iv)),
                    Convert.ToHexStringLower(secret),
                    "scrypt",
                    new KeystoreKdfParameters(KeystoreSecrecy.KeySize, Convert.ToHexStringLower(salt))
                    {
                        N = cost,
                        R = 8,
                        P = 1,
                    },
                    Convert.ToHexStringLower(KeystoreSecrecy.Mac(derived, secret))
                )
            );
            return JsonSerializer.Serialize(file, KeystoreJson.Default.KeystoreFile);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }

    /// <summary>Reads a keystore. It takes as long as its author wanted it to.</summary>
    public static KeystoreOutcome Decrypt(string json, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (KeystoreContent.TryRead(json, out var reason) is not { } content)
        {
            return new KeystoreOutcome.Unreadable(reason);
        }

        var derived = content.DeriveKey(Encoding.UTF8.GetBytes(password));
        var secret = content.CipherText.ToArray();
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(KeystoreSecrecy.Mac(derived, secret), content.Mac))
            {
                return new KeystoreOutcome.WrongPassword();
            }

            KeystoreSecrecy.Apply(derived, content.Iv, secret);
            if (!Secp256k1.IsPrivateKey(secret))
            {
                return new KeystoreOutcome.Unreadable("what is encrypted is not a private key");
            }

            var key = Secp256k1PrivateKey.FromBytes(secret);
            if (content.Address is not { } address || address == EthereumAddress.Of(key))
            {
                return new KeystoreOutcome.Opened(key);
            }

            key.Dispose();
            return new KeystoreOutcome.Unreadable("the key is not the one of the address beside it");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>A version 4 UUID, which the format wants as its id.</summary>
    private static string Uuid(ReadOnlySpan<byte> random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}

/// <summary>What came of opening a keystore.</summary>
public abstract record KeystoreOutcome
{
    private KeystoreOutcome() { }

    /// <summary>The caller disposes of the key.</summary>
    public sealed record Opened(Secp256k1PrivateKey Key) : KeystoreOutcome;

    public sealed record WrongPassword : KeystoreOutcome;

    /// <summary>It is no keystore of version 3, or one whose demands are unreasonable.</summary>
    public sealed record Unreadable(string Reason) : KeystoreOutcome;
}
