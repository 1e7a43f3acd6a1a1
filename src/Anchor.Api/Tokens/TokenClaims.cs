using System.Text.Json.Serialization;

namespace Anchor.Api.Tokens;

/// <summary>The claims of our tokens (RFC 7519); times in Unix seconds.</summary>
internal sealed record TokenClaims
{
    [JsonPropertyName("iss")]
    public string Issuer { get; init; } = "";

    /// <summary><c>G…</c>, <c>G…:memo</c> or <c>M…</c>, as SEP-10 says.</summary>
    [JsonPropertyName("sub")]
    public string Subject { get; init; } = "";

    [JsonPropertyName("iat")]
    public long IssuedAt { get; init; }

    [JsonPropertyName("exp")]
    public long ExpiresAt { get; init; }

    [JsonPropertyName("jti")]
    public string Id { get; init; } = "";

    [JsonPropertyName("client_domain")]
    public string? ClientDomain { get; init; }

    [JsonPropertyName("home_domain")]
    public string? HomeDomain { get; init; }

    /// <summary>The transaction that an interactive token or session is for (RFC 8417's name).</summary>
    [JsonPropertyName("txn")]
    public string? TransactionId { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenClaims))]
internal sealed partial class TokenJson : JsonSerializerContext;
