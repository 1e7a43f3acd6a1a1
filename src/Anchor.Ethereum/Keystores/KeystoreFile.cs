using System.Text.Json.Serialization;

namespace Anchor.Ethereum.Keystores;

/// <summary>The members of a keystore's JSON.</summary>
internal sealed record KeystoreFile(int Version, string? Id, string? Address, KeystoreCrypto Crypto);

internal sealed record KeystoreCrypto(
    string Cipher,
    [property: JsonPropertyName("cipherparams")] KeystoreCipherParameters CipherParameters,
    [property: JsonPropertyName("ciphertext")] string CipherText,
    string Kdf,
    [property: JsonPropertyName("kdfparams")] KeystoreKdfParameters KdfParameters,
    string Mac
);

internal sealed record KeystoreCipherParameters(string Iv);

/// <summary>Of scrypt n, r and p; of pbkdf2 c and prf.</summary>
internal sealed record KeystoreKdfParameters([property: JsonPropertyName("dklen")] int KeySize, string Salt)
{
    public int? N { get; init; }

    public int? R { get; init; }

    public int? P { get; init; }

    public int? C { get; init; }

    public string? Prf { get; init; }
}

// Geth writes "crypto", web3 before 4 and Parity "Crypto".
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false
)]
[JsonSerializable(typeof(KeystoreFile))]
internal sealed partial class KeystoreJson : JsonSerializerContext;
