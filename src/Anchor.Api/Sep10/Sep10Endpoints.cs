using Anchor.Api.Http;
using Anchor.Api.Tokens;
using Anchor.Grains.Ports;
using Anchor.Stellar;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep10;

using Sep10 = Anchor.Stellar.Sep10;

/// <summary>SEP-10 3.4: a challenge to sign, and a token for the signed one, once.</summary>
internal sealed class Sep10Endpoints(
    ChallengeRequests requests,
    IAccountSigners signers,
    ISingleUse singleUse,
    IRandom random,
    TokenSigner tokens,
    TimeProvider time,
    IOptions<AnchorApiOptions> options,
    ILogger<Sep10Endpoints> logger
)
{
    public const string Path = "/auth";

    private const string Purpose = "sep10";

    private readonly Sep10Settings _settings = new(
        new Network(options.Value.NetworkPassphrase),
        options.Value.SigningKey!.Account,
        [.. options.Value.AcceptedHomeDomains],
        options.Value.EffectiveWebAuthDomain
    );

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, GetChallengeAsync);
        routes.MapPost(Path, PostChallengeAsync);
    }

    private async Task GetChallengeAsync(HttpContext context)
    {
        var (request, error) = await requests.ReadAsync(context);
        if (request is null)
        {
            await Reply.ErrorAsync(context, error!);
            return;
        }

        var envelope = Build(request);
        await Reply.JsonAsync(
            context,
            (envelope, options.Value.NetworkPassphrase),
            static (writer, state) =>
            {
                writer.WriteStartObject();
                writer.WriteString("transaction"u8, state.envelope);
                writer.WriteString("network_passphrase"u8, state.NetworkPassphrase);
                writer.WriteEndObject();
            }
        );
    }

    private string Build(Sep10Request request)
    {
        Span<byte> nonce = stackalloc byte[Sep10.NonceSize];
        random.Fill(nonce);
        return Sep10
            .BuildChallenge(_settings, request, nonce, time.GetUtcNow())
            .Sign(_settings.Network, options.Value.SigningKey!)
            .ToBase64();
    }

    private async Task PostChallengeAsync(HttpContext context)
    {
        var (fields, error) = await RequestBody.ReadAsync(context, options.Value.MaxAuthBodyBytes);
        string? token = null;
        if (error is null)
        {
            (token, error) = await ExchangeAsync(fields!["transaction"], context.RequestAborted);
        }

        await (
            error is not null
                ? Reply.ErrorAsync(context, error)
                : Reply.JsonAsync(
                    context,
                    token!,
                    static (writer, token) =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("token"u8, token);
                        writer.WriteEndObject();
                    }
                )
        );
    }

    private async Task<(string? Token, ApiError? Error)> ExchangeAsync(
        string? transaction,
        CancellationToken cancellationToken
    )
    {
        if (transaction is null)
        {
            return (null, ApiError.BadRequest("'transaction' is required"));
        }

        var verdict = Sep10.Read(transaction, _settings, time.GetUtcNow());
        if (!verdict.IsAccepted)
        {
            return Refuse(verdict.Refusal!.Value);
        }

        var challenge = verdict.Challenge;
        AccountSigners? account;
        try
        {
            account = await signers.FindAsync(challenge.Client.Account, cancellationToken);
        }
        catch (LedgerUnavailableException e)
        {
            logger.SignersUnknown(e.Message);
            return (null, ApiError.Unavailable("the signers of the account cannot be read now; try again later"));
        }

        if (Sep10.CheckClient(challenge, _settings, account) is { } refusal)
        {
            return Refuse(refusal);
        }

        var hash = challenge.Hash.ToString();
        if (!await singleUse.TryUseAsync(Purpose, hash, challenge.MaxTime, cancellationToken))
        {
            logger.ChallengeRefused("used");
            return (null, ApiError.BadRequest("the challenge was used already"));
        }

        logger.SignedIn(challenge.Client.ToString());
        return (TokenFor(challenge, hash), null);
    }

    private string TokenFor(Sep10Challenge challenge, string hash)
    {
        var now = time.GetUtcNow();
        return tokens.Sign(
            TokenKind.WebAuth,
            new TokenClaims
            {
                Issuer = options.Value.BaseUrl + Path,
                Subject = challenge.Subject,
                IssuedAt = now.ToUnixTimeSeconds(),
                ExpiresAt = (now + options.Value.TokenLifetime).ToUnixTimeSeconds(),
                Id = hash,
                ClientDomain = challenge.ClientDomain?.Domain,
                HomeDomain = challenge.HomeDomain,
            }
        );
    }

    private (string?, ApiError?) Refuse(Sep10Refusal refusal)
    {
        logger.ChallengeRefused(refusal.ToString());
        return (null, ApiError.BadRequest(refusal.Describe()));
    }
}
