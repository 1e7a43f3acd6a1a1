using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Anchor.Api.Operator;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Wallets;

/// <summary>
/// Who may see a wallet: whoever has its token, whoever has the operator's, and without any token whoever is on this machine. A wallet's
/// token is made from its id and the server's own key, so none is stored.
/// </summary>
internal sealed class WalletAccess(OperatorToken operators, IOptions<AnchorApiOptions> options)
{
    private const string Scheme = "Bearer ";

    public string TokenOf(string network, string id) =>
        Base64Url.EncodeToString(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(options.Value.JwtKey),
                Encoding.UTF8.GetBytes($"hathor-wallet/{network}/{id}")
            )
        );

    /// <summary>Whether the request may register wallets and see all of them.</summary>
    public bool IsOperator(HttpRequest request) =>
        operators.Opens(request) || (request.Headers.Authorization.Count == 0 && IsNear(request));

    public bool MaySee(HttpRequest request, string network, string id) =>
        IsOperator(request)
        || (
            request.Headers.Authorization is [{ } header]
            && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())),
                SHA256.HashData(Encoding.UTF8.GetBytes(TokenOf(network, id)))
            )
        );

    /// <summary>Behind a proxy everybody seems to come from near by.</summary>
    private static bool IsNear(HttpRequest request) =>
        !request.Headers.ContainsKey("X-Forwarded-For")
        && !request.Headers.ContainsKey("Forwarded")
        && request.HttpContext.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote);
}
