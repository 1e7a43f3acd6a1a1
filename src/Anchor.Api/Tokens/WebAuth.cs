using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Anchor.Api.Http;

namespace Anchor.Api.Tokens;

/// <summary>Finds out who sends a request. Verified tokens are remembered, a bounded number of them, until they expire.</summary>
internal sealed class WebAuth(TokenSigner signer, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, WebAuthToken> _verified = new(StringComparer.Ordinal);

    /// <summary>The token of the request, or the 403 that the conformance suite wants.</summary>
    public bool TryAuthenticate(
        HttpContext context,
        [NotNullWhen(true)] out WebAuthToken? token,
        [NotNullWhen(false)] out ApiError? error
    )
    {
        var header = context.Request.Headers.Authorization;
        (token, error) = header.Count switch
        {
            0 => (null, "JWT must be passed as 'Authorization' header"),
            1 when header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) => Verify(
                value.AsSpan(Scheme.Length).Trim()
            ),
            _ => (null, "'Authorization' header must be formatted as 'Bearer <token>'"),
        } switch
        {
            ({ } verified, _) => (verified, (ApiError?)null),
            (_, var message) => (null, ApiError.Forbidden(message!)),
        };
        return token is not null;
    }

    private (WebAuthToken?, string?) Verify(ReadOnlySpan<char> header)
    {
        if (
            _verified.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(header, out var known)
            && known.ExpiresAt > time.GetUtcNow().ToUnixTimeSeconds()
        )
        {
            return (known, null);
        }

        var text = header.ToString();
        _verified.TryRemove(text, out _);
        if (!signer.TryVerify(TokenKind.WebAuth, text, out var claims, out var fault))
        {
            return (null, $"SEP-10 token error: {Describe(fault)}");
        }

        if (_verified.Count >= MaxRemembered)
        {
            // Verifying again costs microseconds: forgetting everybody is the cheapest bound.
            _verified.Clear();
        }

        var token = WebAuthToken.From(claims);
        _verified[text] = token;
        return (token, null);
    }

    private static string Describe(TokenFault fault) =>
        fault switch
        {
            TokenFault.Expired => "the token has expired",
            TokenFault.WrongSignature => "the signature is not valid",
            TokenFault.WrongKind => "the token is not a session token of this server",
            _ => "the token is not well-formed",
        };
}
