using Anchor.Api.Http;
using Anchor.Api.Sep24;
using Anchor.Stellar;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep10;

/// <summary>Reads and checks the parameters of <c>GET /auth</c>.</summary>
internal sealed class ChallengeRequests(ClientDomains domains, TimeProvider time, IOptions<AnchorApiOptions> options)
{
    private const string Scheme = "Bearer ";

    /// <summary>The request, or why it is refused; exactly one is null.</summary>
    public async Task<(Sep10Request? Request, ApiError? Error)> ReadAsync(HttpContext context)
    {
        var query = context.Request;
        var (client, error) = ReadAccount(query.Field("account"));
        if (error is not null)
        {
            return (null, error);
        }

        ulong? memo = null;
        if (query.Field("memo") is { } memoText)
        {
            if (!MemoFields.TryParseId(memoText, out var id))
            {
                return Refuse("invalid 'memo': it must be an unsigned 64-bit number");
            }

            if (client.Id is not null)
            {
                return Refuse("'memo' cannot be passed with a muxed client account address (M...)");
            }

            memo = id;
        }

        var homeDomain = query.Field("home_domain") ?? options.Value.DefaultHomeDomain;
        if (!options.Value.AcceptedHomeDomains.Contains(homeDomain))
        {
            var accepted = string.Join(", ", options.Value.AcceptedHomeDomains);
            return Refuse($"invalid 'home_domain' value. Accepted values: {accepted}");
        }

        (var domain, error) = await domains.FindAsync(query.Field("client_domain"), context.RequestAborted);
        error ??= CheckAuthorization(query, client, domain);
        return error is not null ? (null, error) : (new Sep10Request(client, homeDomain, memo, domain), null);
    }

    private static (MuxedAccount Client, ApiError? Error) ReadAccount(string? text) =>
        text is null ? (default, ApiError.BadRequest("no 'account' provided"))
        : MuxedAccount.TryParse(text, out var account) ? (account, null)
        : StrKey.TryDecode(text, out var kind, out _) && kind == StrKeyKind.Contract
            ? (
                default,
                ApiError.BadRequest(
                    "invalid 'account': contract accounts (C...) sign in by SEP-45, which is not offered"
                )
            )
        : (default, ApiError.BadRequest("invalid 'account'"));

    /// <summary>The header is optional here; but a token that is given must be good.</summary>
    private ApiError? CheckAuthorization(HttpRequest query, MuxedAccount client, Sep10ClientDomain? domain)
    {
        var header = query.Headers.Authorization;
        if (header.Count == 0)
        {
            return null;
        }

        if (
            header.Count > 1
            || header[0] is not { } value
            || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        )
        {
            return ApiError.BadRequest("'Authorization' header must be formatted as 'Bearer <token>'");
        }

        if (query.Field("client_domain") is not null && domain is null)
        {
            return ApiError.BadRequest("this 'client_domain' is not verified here");
        }

        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in new[] { "account", "memo", "home_domain", "client_domain" })
        {
            parameters[name] = query.Field(name);
        }

        var fault = ClientToken.Check(
            value[Scheme.Length..].Trim(),
            domain?.SigningKey ?? client.Account,
            options.Value.BaseUrl + Sep10Endpoints.Path,
            parameters,
            time.GetUtcNow()
        );
        return fault is null ? null : ApiError.BadRequest(fault);
    }

    private static (Sep10Request?, ApiError?) Refuse(string message) => (null, ApiError.BadRequest(message));
}
