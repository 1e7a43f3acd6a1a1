using System.Security.Cryptography;
using System.Text.Json;
using Anchor.Crypto;

namespace Anchor.Ethereum.Keystores;

/// <summary>What a keystore holds, when all of it is as it must be.</summary>
internal sealed class KeystoreContent
{
    private const int IvSize = 16;
    private const int MacSize = 32;

    // A file may ask for any amount of work; beyond these it is a mistake or an attack. 1 GiB is four times the usual.
    private const long MostMemory = 1L << 30;
    private const int MostIterations = 10_000_000;
    private const int MostParallelization = 16;

    private readonly KeystoreKdfParameters _kdf;
    private readonly bool _isScrypt;
    private readonly byte[] _salt;

    private KeystoreContent(KeystoreCrypto crypto, EthereumAddress? address)
    {
        _kdf = crypto.KdfParameters;
        _isScrypt = crypto.Kdf == "scrypt";
        _salt = Convert.FromHexString(_kdf.Salt);
        Iv = Convert.FromHexString(crypto.CipherParameters.Iv);
        CipherText = Convert.FromHexString(crypto.CipherText);
        Mac = Convert.FromHexString(crypto.Mac);
        Address = address;
    }

    public byte[] Iv { get; }

    public byte[] CipherText { get; }

    public byte[] Mac { get; }

    /// <summary>Null if the file leaves it out, as it may.</summary>
    public EthereumAddress? Address { get; }

    public static KeystoreContent? TryRead(string json, out string reason)
    {
        const string NoKeystore = "it is not the JSON of a keystore";
        try
        {
            var file = JsonSerializer.Deserialize(json, KeystoreJson.Default.KeystoreFile);
            if (file is not { Crypto.KdfParameters.Salt: not null, Crypto.CipherParameters.Iv: not null })
            {
                reason = NoKeystore;
                return null;
            }

            reason = FindFault(file) ?? "";
            if (reason.Length > 0)
            {
                return null;
            }

            var content = new KeystoreContent(file.Crypto, AddressOf(file));
            if (
                content.Iv.Length == IvSize
                && content.Mac.Length == MacSize
                && content.CipherText.Length == Secp256k1.PrivateKeySize
            )
            {
                return content;
            }

            reason = "its parts do not have the right lengths";
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentNullException)
        {
            reason = NoKeystore;
            return null;
        }
    }

    public byte[] DeriveKey(ReadOnlySpan<byte> password) =>
        _isScrypt
            ? Scrypt.DeriveKey(password, _salt, _kdf.N!.Value, _kdf.R!.Value, _kdf.P!.Value, _kdf.KeySize)
            : Rfc2898DeriveBytes.Pbkdf2(password, _salt, _kdf.C!.Value, HashAlgorithmName.SHA256, _kdf.KeySize);

    private static string? FindFault(KeystoreFile file) =>
        file switch
        {
            { Version: not 3 } => $"its version is {file.Version}, and 3 is what can be read",
            { Crypto.Cipher: not KeystoreSecrecy.Cipher } => $"its cipher is {file.Crypto.Cipher}",
            { Crypto.KdfParameters.KeySize: not KeystoreSecrecy.KeySize } => "its derived key does not have 32 bytes",
            { Crypto: { Kdf: "scrypt", KdfParameters: var kdf } } => IsReasonable(kdf)
                ? null
                : $"its scrypt parameters n={kdf.N}, r={kdf.R}, p={kdf.P} are not accepted",
            { Crypto: { Kdf: "pbkdf2", KdfParameters: { Prf: "hmac-sha256", C: > 0 and <= MostIterations } } } => null,
            { Crypto.Kdf: "pbkdf2" } => "its pbkdf2 parameters are not accepted",
            _ => $"its kdf is {file.Crypto.Kdf}",
        };

    private static bool IsReasonable(KeystoreKdfParameters kdf) =>
        kdf is { N: > 1 and var n, R: > 0 and var r, P: > 0 and <= MostParallelization }
        && (n & (n - 1)) == 0
        && 128L * n * r <= MostMemory;

    private static EthereumAddress? AddressOf(KeystoreFile file)
    {
        if (string.IsNullOrEmpty(file.Address))
        {
            return null;
        }

        var text = file.Address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? file.Address[2..] : file.Address;
        return EthereumAddress.Parse($"0x{text.ToLowerInvariant()}");
    }
}
