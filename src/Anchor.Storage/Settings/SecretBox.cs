using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Anchor.Crypto;
using Anchor.Grains.Ports;

namespace Anchor.Storage.Settings;

/// <summary>
/// Encrypts small texts under the installation's secret key: AES-256-GCM, bound to the name they are stored under. The key is stretched
/// by scrypt, once a process and salt; the parameters stand before every value, so that they can be raised and old values still open.
/// </summary>
/// <remarks>A value is <c>v2.log2(N).r.p.salt.sealed</c>. Values of the first version, <c>v1.sealed</c>, open too; their key was not stretched.</remarks>
public sealed class SecretBox(string secretKey, IRandom random)
{
    private const string Version1 = "v1.";
    private const string Version2 = "v2.";

    /// <summary>N = 2^15, r = 8, p = 1: 32 MiB and a tenth of a second, once a start. A key should be random all the same.</summary>
    private const string Parameters = Version2 + "15.8.1.";

    // What is read from the database must not take the memory of the machine.
    private const int MostLogCost = 20;
    private const int MostOther = 16;
    private const int SaltSize = 16;
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secretKey);
    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _keys = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private string? _head;

    /// <summary>Encrypts the text for this name.</summary>
    public string Seal(string name, string text)
    {
        var head = Head();
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedText.AsSpan(0, NonceSize);
        random.Fill(nonce);
        using var aes = new AesGcm(KeyOf(head), TagSize);
        aes.Encrypt(
            nonce,
            plain,
            sealedText.AsSpan(NonceSize + TagSize),
            sealedText.AsSpan(NonceSize, TagSize),
            Encoding.UTF8.GetBytes(name)
        );
        CryptographicOperations.ZeroMemory(plain);
        return head + Convert.ToBase64String(sealedText);
    }

    /// <summary>The text that was sealed under this name.</summary>
    /// <exception cref="StorageStartException">It was sealed under another key, or changed.</exception>
    public string Unseal(string name, string sealedText)
    {
        try
        {
            var head = HeadOf(sealedText);
            var bytes = Convert.FromBase64String(sealedText[head.Length..]);
            if (bytes.Length < NonceSize + TagSize)
            {
                throw new FormatException("It is too short.");
            }

            var plain = new byte[bytes.Length - NonceSize - TagSize];
            using var aes = new AesGcm(KeyOf(head), TagSize);
            aes.Decrypt(
                bytes.AsSpan(0, NonceSize),
                bytes.AsSpan(NonceSize + TagSize),
                bytes.AsSpan(NonceSize, TagSize),
                plain,
                Encoding.UTF8.GetBytes(name)
            );
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new StorageStartException(
                $"The stored setting {name} cannot be decrypted: the secret key is not the one it was stored under.",
                exception
            );
        }
        catch (FormatException exception)
        {
            throw new StorageStartException($"The stored setting {name} is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Whether the value was sealed as new ones are.</summary>
    public bool IsCurrent(string sealedText)
    {
        ArgumentNullException.ThrowIfNull(sealedText);
        return sealedText.StartsWith(Head(), StringComparison.Ordinal);
    }

    /// <summary>Takes over the salt of a sealed value for new ones, if its parameters are today's: one salt means one derivation.</summary>
    internal void SealLike(string sealedText)
    {
        lock (_gate)
        {
            if (sealedText.StartsWith(Parameters, StringComparison.Ordinal))
            {
                _head ??= HeadOf(sealedText);
            }
        }
    }

    private string Head()
    {
        lock (_gate)
        {
            if (_head is null)
            {
                Span<byte> salt = stackalloc byte[SaltSize];
                random.Fill(salt);
                _head = $"{Parameters}{Convert.ToBase64String(salt)}.";
            }

            return _head;
        }
    }

    private static string HeadOf(string sealedText) =>
        sealedText.StartsWith(Version1, StringComparison.Ordinal)
            ? Version1
            : sealedText[..(sealedText.LastIndexOf('.') + 1)];

    private byte[] KeyOf(string head) => _keys.GetOrAdd(head, key => new(() => Derive(key))).Value;

    private byte[] Derive(string head)
    {
        if (head == Version1)
        {
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, KeySize, info: "anchor settings v1"u8.ToArray());
        }

        if (
            head.Split('.') is not ["v2", var logCost, var blockSize, var parallelization, var salt, ""]
            || !TryRead(logCost, MostLogCost, out var log)
            || !TryRead(blockSize, MostOther, out var r)
            || !TryRead(parallelization, MostOther, out var p)
        )
        {
            throw new FormatException("It does not begin as an encrypted value does.");
        }

        return Scrypt.DeriveKey(_secret, Convert.FromBase64String(salt), 1 << log, r, p, KeySize);
    }

    private static bool TryRead(string text, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1 && value <= most;
}
