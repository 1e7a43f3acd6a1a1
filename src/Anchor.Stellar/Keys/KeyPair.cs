using System.Security.Cryptography;
using Anchor.Crypto;

namespace Anchor.Stellar;

/// <summary>An account's secret key. It prints as its public key; the secret leaves only through <see cref="ExportSecret"/>.</summary>
public sealed class KeyPair : IDisposable
{
    private readonly Ed25519PrivateKey _key;

    private KeyPair(Ed25519PrivateKey key)
    {
        _key = key;
        Account = new AccountId(new Hash256(key.PublicKey));
    }

    public AccountId Account { get; }

    public static KeyPair FromSeed(ReadOnlySpan<byte> seed) => new(Ed25519PrivateKey.FromSeed(seed));

    public static KeyPair FromSecret(string secret) =>
        TryFromSecret(secret, out var pair) ? pair : throw new FormatException("Not an S secret key.");

    public static bool TryFromSecret(
        string? secret,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out KeyPair? pair
    )
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedSize];
        pair = StrKey.TryDecode(secret, StrKeyKind.Seed, seed) ? FromSeed(seed) : null;
        CryptographicOperations.ZeroMemory(seed);
        return pair is not null;
    }

    /// <summary>Makes a new key from a cryptographic source of random bytes.</summary>
    public static KeyPair Random(RandomNumberGenerator random)
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedSize];
        random.GetBytes(seed);
        var pair = FromSeed(seed);
        CryptographicOperations.ZeroMemory(seed);
        return pair;
    }

    /// <summary>Signs a transaction's hash.</summary>
    public DecoratedSignature Sign(Hash256 hash)
    {
        Span<byte> message = stackalloc byte[Hash256.Size];
        hash.CopyTo(message);
        Span<byte> signature = stackalloc byte[Ed25519.SignatureSize];
        _key.Sign(message, signature);
        return new DecoratedSignature(Account.Hint, new ByteString(signature));
    }

    /// <summary>Signs any bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        _key.Sign(message, signature);
        return signature;
    }

    /// <summary>The S key. For the one who asked for a new key, never for a log.</summary>
    public string ExportSecret()
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedSize];
        _key.ExportSeed(seed);
        var secret = StrKey.Encode(StrKeyKind.Seed, seed);
        CryptographicOperations.ZeroMemory(seed);
        return secret;
    }

    public void Dispose() => _key.Dispose();

    public override string ToString() => Account.ToString();
}
