using Anchor.Api.Sep24;
using Anchor.Api.Tokens;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Interactive;

/// <summary>The cookie that carries an opened link on through the pages of one transaction. Nothing is kept on the server.</summary>
internal sealed class InteractiveSession(
    TokenSigner signer,
    IRandom random,
    TimeProvider time,
    IOptions<AnchorApiOptions> options
)
{
    private const string CookieName = "anchor_interactive";
    private const string FormPurpose = "interactive-form";

    /// <summary>The field by which a form proves that it came from our page.</summary>
    public const string FormField = "_form";

    /// <summary>Gives the browser the cookie; its path is this transaction's pages and nothing else.</summary>
    public void Open(HttpContext context, string transactionId, string subject)
    {
        var now = time.GetUtcNow();
        var token = signer.Sign(
            TokenKind.Session,
            new TokenClaims
            {
                Issuer = options.Value.BaseUrl,
                Subject = subject,
                IssuedAt = now.ToUnixTimeSeconds(),
                ExpiresAt = (now + options.Value.SessionLifetime).ToUnixTimeSeconds(),
                Id = random.NewUuid().ToString("N"),
                TransactionId = transactionId,
            }
        );
        context.Response.Cookies.Append(CookieName, token, CookieFor(transactionId));
    }

    /// <summary>The session's id if the browser has one for this transaction, else null.</summary>
    public string? Find(HttpContext context, string transactionId) =>
        context.Request.Cookies[CookieName] is { } cookie
        && signer.TryVerify(TokenKind.Session, cookie, out var claims, out _)
        && claims.TransactionId == transactionId
            ? claims.Id
            : null;

    public void Close(HttpContext context, string transactionId) =>
        context.Response.Cookies.Delete(CookieName, CookieFor(transactionId));

    /// <summary>What <see cref="FormField"/> must hold in this session.</summary>
    public string FormSeal(string sessionId) => signer.Seal(FormPurpose, sessionId);

    public bool IsOurForm(string sessionId, string? seal) => signer.IsSealed(FormPurpose, sessionId, seal);

    private CookieOptions CookieFor(string transactionId)
    {
        var https = options.Value.IsHttps;
        var cookie = new CookieOptions
        {
            Path = Sep24Paths.InteractiveOf(transactionId),
            HttpOnly = true,
            Secure = https,
            // Inside a wallet's frame only such a cookie comes back; plain http on localhost knows no frames from elsewhere.
            SameSite = https ? SameSiteMode.None : SameSiteMode.Lax,
            IsEssential = true,
        };
        if (https)
        {
            cookie.Extensions.Add("Partitioned");
        }

        return cookie;
    }
}
