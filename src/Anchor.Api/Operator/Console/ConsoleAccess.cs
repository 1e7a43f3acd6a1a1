using System.Security.Cryptography;
using System.Text;
using Anchor.Api.Tokens;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator.Console;

/// <summary>
/// Who may look at the operator's pages: who may see figures of the business, the holder of the operator's token, and a browser in which
/// that token was once given.
/// </summary>
internal sealed class ConsoleAccess(
    OperatorAccess nearby,
    OperatorToken token,
    TokenSigner signer,
    IRandom random,
    TimeProvider time,
    IOptions<AnchorApiOptions> options
)
{
    private const string CookieName = "anchor_operator";

    /// <summary>A working day; then the token is asked for again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public bool IsAllowed(HttpContext context) =>
        nearby.IsAllowed(context) || token.Opens(context.Request) || IsSignedIn(context);

    /// <summary>Whether the token was given in this browser.</summary>
    public bool IsSignedIn(HttpContext context) =>
        context.Request.Cookies[CookieName] is { } cookie
        && signer.TryVerify(TokenKind.Console, cookie, out var claims, out _)
        && claims.Subject == Holder;

    /// <summary>Gives the browser a cookie if the token is the right one.</summary>
    public bool TrySignIn(HttpContext context, string? given)
    {
        if (given is null || !token.Is(given.Trim()))
        {
            return false;
        }

        var now = time.GetUtcNow();
        var cookie = signer.Sign(
            TokenKind.Console,
            new TokenClaims
            {
                Issuer = options.Value.BaseUrl,
                Subject = Holder,
                IssuedAt = now.ToUnixTimeSeconds(),
                ExpiresAt = (now + Lifetime).ToUnixTimeSeconds(),
                Id = random.NewUuid().ToString("N"),
            }
        );
        context.Response.Cookies.Append(
            CookieName,
            cookie,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = options.Value.IsHttps,
                SameSite = SameSiteMode.Strict,
                MaxAge = Lifetime,
                IsEssential = true,
            }
        );
        return true;
    }

    /// <summary>Another token ends all sessions of the one before; the token itself cannot be told from it.</summary>
    private string Holder =>
        signer.Seal("console", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token.Value))));
}
