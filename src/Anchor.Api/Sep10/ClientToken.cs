using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Anchor.Crypto;
using Anchor.Stellar;

namespace Anchor.Api.Sep10;

/// <summary>The token by which a wallet may vouch for its request for a challenge (SEP-10 3.4, "Request Header"): EdDSA only.</summary>
internal static class ClientToken
{
    private const int MaxLength = 4096;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    /// <summary>Null if the token is good for this request, else why not.</summary>
    /// <param name="parameters">The request's parameters by name; a null value means that it was not given, and then the token may not name it either.</param>
    public static string? Check(
        string token,
        AccountId signer,
        string endpoint,
        IReadOnlyDictionary<string, string?> parameters,
        DateTimeOffset now
    )
    {
        if (token.Length > MaxLength || token.Split('.') is not [var header, var payload, var signature])
        {
            return "the authorization JWT is not well-formed";
        }

        try
        {
            using var head = Parse(header);
            if (TextOf(head.RootElement, "alg") != "EdDSA")
            {
                return "the authorization JWT must be signed with EdDSA";
            }

            Span<byte> key = stackalloc byte[Hash256.Size];
            signer.Key.CopyTo(key);
            if (
                !Ed25519.Verify(
                    key,
                    Encoding.ASCII.GetBytes($"{header}.{payload}"),
                    Base64Url.DecodeFromChars(signature)
                )
            )
            {
                return "the signature of the authorization JWT is not valid";
            }

            using var claims = Parse(payload);
            return CheckClaims(claims.RootElement, endpoint, parameters, now);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return "the authorization JWT is not well-formed";
        }
    }

    private static string? CheckClaims(
        JsonElement claims,
        string endpoint,
        IReadOnlyDictionary<string, string?> parameters,
        DateTimeOffset now
    )
    {
        if (!TryTime(claims, "exp", out var expiry) || !TryTime(claims, "iat", out var issued))
        {
            return "the authorization JWT must have iat and exp";
        }

        if (expiry <= now.ToUnixTimeSeconds())
        {
            return "the authorization JWT has expired";
        }

        if (issued > (now + Skew).ToUnixTimeSeconds())
        {
            return "the authorization JWT is from the future";
        }

        if (TextOf(claims, "web_auth_endpoint") != endpoint)
        {
            return "the authorization JWT is for another web_auth_endpoint";
        }

        foreach (var (name, value) in parameters)
        {
            if (TextOf(claims, name) != value)
            {
                return $"the authorization JWT does not match the request's '{name}'";
            }
        }

        return null;
    }

    private static JsonDocument Parse(string segment) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(segment), JsonOptions);

    private static string? TextOf(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };

    private static bool TryTime(JsonElement element, string name, out long seconds)
    {
        seconds = 0;
        return element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out seconds);
    }
}
