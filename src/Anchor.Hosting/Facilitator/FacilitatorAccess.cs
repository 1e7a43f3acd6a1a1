using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Anchor.Hosting.Facilitator;

/// <summary>
/// Who may look at a facilitator that runs without an anchor: this machine, whoever sends the operator's token, and a browser in which that was
/// once given.
/// </summary>
internal sealed class FacilitatorAccess(string? token, TimeProvider time)
{
    private const string SignInPath = "/sign-in";
    private const string CookieName = "anchor_facilitator";
    private const string Field = "token";
    private const string Scheme = "Bearer ";
    private const int LongestForm = 4096;

    /// <summary>A working day; then the token is asked for again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Lets the request through, asks for the token, or refuses.</summary>
    public Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path == SignInPath && token is not null)
        {
            return HttpMethods.IsPost(context.Request.Method)
                ? SignInAsync(context)
                : AskAsync(context, isWrong: false);
        }

        if (IsNear(context) || (token is not null && HasToken(context.Request)))
        {
            return next(context);
        }

        if (token is not null && context.Request.Path == "/")
        {
            context.Response.Redirect(SignInPath);
            return Task.CompletedTask;
        }

        context.Response.StatusCode = token is null
            ? StatusCodes.Status403Forbidden
            : StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = token is null ? default : Scheme.TrimEnd();
        return Task.CompletedTask;
    }

    private static bool IsNear(HttpContext context)
    {
        var headers = context.Request.Headers;
        // Behind a proxy everybody seems to come from near by.
        return !headers.ContainsKey("X-Forwarded-For")
            && !headers.ContainsKey("Forwarded")
            && context.Connection.RemoteIpAddress is { } remote
            && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote);
    }

    private bool HasToken(HttpRequest request) =>
        (
            request.Headers.Authorization is [{ } header]
            && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && AreSame(header[Scheme.Length..].Trim(), token!)
        ) || IsSignedIn(request);

    private bool IsSignedIn(HttpRequest request) =>
        request.Cookies[CookieName]?.Split('.') is [var until, _]
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds > time.GetUtcNow().ToUnixTimeSeconds()
        && AreSame(request.Cookies[CookieName]!, Sign(until));

    private async Task SignInAsync(HttpContext context)
    {
        var isForm = context.Request is { HasFormContentType: true, ContentLength: <= LongestForm };
        var given = isForm ? (await context.Request.ReadFormAsync(context.RequestAborted))[Field].ToString() : "";
        if (!AreSame(given.Trim(), token!))
        {
            await AskAsync(context, isWrong: true);
            return;
        }

        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        context.Response.Cookies.Append(
            CookieName,
            Sign(until),
            new CookieOptions
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Strict,
                MaxAge = Lifetime,
                IsEssential = true,
            }
        );
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }

    private static Task AskAsync(HttpContext context, bool isWrong)
    {
        context.Response.StatusCode = isWrong ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK;
        var wrong = isWrong ? "<p class=\"alarm\" role=\"alert\">That is not this facilitator's token.</p>" : "";
        return FacilitatorPages.AnswerAsync(
            context,
            FacilitatorPage.RenderWords(
                "For operators",
                $"{wrong}<form method=\"post\" action=\"{SignInPath}\"><p><label for=\"token\">OPERATOR_TOKEN</label> <input id=\"token\" name=\"{Field}\" type=\"password\" required autofocus> <button type=\"submit\">Sign in</button></p></form>"
            )
        );
    }

    /// <summary>Another token ends all sessions of the one before.</summary>
    private string Sign(string until)
    {
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(token!), Encoding.UTF8.GetBytes($"facilitator/{until}"));
        return $"{until}.{Convert.ToHexStringLower(mac)}";
    }

    /// <summary>Digests are compared, so that the time it takes tells neither the token nor its length.</summary>
    private static bool AreSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(one)),
            SHA256.HashData(Encoding.UTF8.GetBytes(other))
        );
}
