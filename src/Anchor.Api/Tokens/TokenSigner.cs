using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Tokens;

/// <summary>Why a token was not taken.</summary>
internal enum TokenFault
{
    None,
    Malformed,
    WrongKind,
    WrongSignature,
    Expired,
}

/// <summary>Signs and verifies compact HS256 tokens (RFC 7515). The algorithm is fixed; signatures are compared in constant time.</summary>
internal sealed class TokenSigner(IOptions<AnchorApiOptions> options, TimeProvider time)
{
    private const int MaxLength = 4096;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Value.JwtKey);

    public string Sign(TokenKind kind, TokenClaims claims)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.TokenClaims);
        var signed = $"{kind.Header}.{Base64Url.EncodeToString(payload)}";
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Authenticate(signed, mac);
        return $"{signed}.{Base64Url.EncodeToString(mac)}";
    }

    /// <summary>The claims of a token of this kind that we signed and that has not expired.</summary>
    public bool TryVerify(
        TokenKind kind,
        string token,
        [NotNullWhen(true)] out TokenClaims? claims,
        out TokenFault fault
    )
    {
        claims = null;
        fault = Verify(kind, token, out var read);
        if (fault == TokenFault.None)
        {
            claims = read!;
            return true;
        }

        return false;
    }

    /// <summary>A keyed hash for forms, bound to a purpose and a value.</summary>
    public string Seal(string purpose, string value)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Authenticate($"{purpose}:{value}", mac);
        return Base64Url.EncodeToString(mac);
    }

    /// <summary>Whether <paramref name="seal"/> is what <see cref="Seal"/> gives.</summary>
    public bool IsSealed(string purpose, string value, string? seal) =>
        seal is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(seal),
            Encoding.UTF8.GetBytes(Seal(purpose, value))
        );

    private TokenFault Verify(TokenKind kind, string token, out TokenClaims? claims)
    {
        claims = null;
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var last = token.LastIndexOf('.');
        if (token.Length > MaxLength || first <= 0 || last <= first + 1)
        {
            return TokenFault.Malformed;
        }

        if (!token.AsSpan(0, first).SequenceEqual(kind.Header))
        {
            return TokenFault.WrongKind;
        }

        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var signature = token.AsSpan(last + 1);
        if (!Base64Url.IsValid(signature, out var length) || length != given.Length)
        {
            return TokenFault.WrongSignature;
        }

        Base64Url.DecodeFromChars(signature, given);
        Authenticate(token.AsSpan(0, last), right);
        if (!CryptographicOperations.FixedTimeEquals(given, right))
        {
            return TokenFault.WrongSignature;
        }

        // Only what we signed ourselves is ever parsed.
        claims = JsonSerializer.Deserialize(
            Base64Url.DecodeFromChars(token.AsSpan(first + 1, last - first - 1)),
            TokenJson.Default.TokenClaims
        );
        return claims is null ? TokenFault.Malformed
            : claims.ExpiresAt <= time.GetUtcNow().ToUnixTimeSeconds() ? TokenFault.Expired
            : TokenFault.None;
    }

    private void Authenticate(ReadOnlySpan<char> text, Span<byte> mac)
    {
        Span<byte> bytes = text.Length <= 1024 ? stackalloc byte[3 * 1024] : new byte[3 * text.Length];
        HMACSHA256.HashData(_key, bytes[..Encoding.UTF8.GetBytes(text, bytes)], mac);
    }
}
