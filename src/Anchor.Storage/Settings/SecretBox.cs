using System.Security.Cryptography;
using System.Text;
using Anchor.Grains.Ports;

namespace Anchor.Storage.Settings;

/// <summary>Encrypts small texts under the installation's secret key: AES-256-GCM, bound to the name they are stored under.</summary>
public sealed class SecretBox
{
    private const string Version = "v1.";
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int GeneratedKeySize = 32;

    private readonly byte[] _key;
    private readonly IRandom _random;

    /// <summary>Derives the encryption key.</summary>
    /// <param name="secretKey">Must be hard to guess: it is not stretched.</param>
    /// <param name="random">Where nonces come from.</param>
    public SecretBox(string secretKey, IRandom random)
    {
        _key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(secretKey),
            outputLength: 32,
            info: "anchor settings v1"u8.ToArray()
        );
        _random = random;
    }

    /// <summary>The box for the configured key, or for the one in the file beside the database, which is made when it is missing.</summary>
    public static SecretBox Open(StorageOptions options, IRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options.SecretKey ?? ReadOrCreateKey(options.Path + ".key", random), random);
    }

    public string Seal(string name, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedText.AsSpan(0, NonceSize);
        _random.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(
            nonce,
            plain,
            sealedText.AsSpan(NonceSize + TagSize),
            sealedText.AsSpan(NonceSize, TagSize),
            Encoding.UTF8.GetBytes(name)
        );
        return Version + Convert.ToBase64String(sealedText);
    }

    /// <summary>The text that was sealed under this name.</summary>
    /// <exception cref="StorageStartException">It was sealed under another key, or changed.</exception>
    public string Unseal(string name, string sealedText)
    {
        try
        {
            var bytes = Convert.FromBase64String(sealedText[Version.Length..]);
            var plain = new byte[bytes.Length - NonceSize - TagSize];
            using var aes = new AesGcm(_key, TagSize);
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
    }

    private static string ReadOrCreateKey(string path, IRandom random)
    {
        if (File.Exists(path))
        {
            var stored = File.ReadAllText(path).Trim();
            return stored.Length == 2 * GeneratedKeySize
                ? stored
                : throw new StorageStartException(
                    $"The key file {path} is damaged; without the key that it held, stored secrets cannot be read."
                );
        }

        Span<byte> bytes = stackalloc byte[GeneratedKeySize];
        random.Fill(bytes);
        var key = Convert.ToHexStringLower(bytes);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Whole or not at all: a crash in between must not leave a part of a key to be taken for one.
        var draft = path + ".new";
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(key));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
        return key;
    }
}
