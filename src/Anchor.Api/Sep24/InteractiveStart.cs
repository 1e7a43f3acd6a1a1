using System.Globalization;
using Anchor.Api.Http;
using Anchor.Api.Tokens;
using Anchor.Domain;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep24;

/// <summary>What the wallet gets: the id to ask with, and the URL to open once.</summary>
internal sealed record InteractiveStarted(string Id, string Url);

/// <summary>Starts a transaction and makes the link to its pages.</summary>
internal sealed class InteractiveStart(
    IGrainFactory grains,
    IRandom random,
    TokenSigner signer,
    TimeProvider time,
    IOptions<AnchorApiOptions> options,
    ILogger<InteractiveStart> logger
)
{
    public async Task<(InteractiveStarted? Started, ApiError? Error)> StartAsync(
        TransactionKind kind,
        InteractiveRequest request,
        WebAuthToken token,
        CancellationToken cancellationToken
    )
    {
        var id = random.NewUuid().ToString();
        var now = time.GetUtcNow();
        var command = new StartTransaction(
            id,
            kind,
            request.Asset.Asset,
            request.Asset.DistributionAccount,
            token.Owner.Account,
            token.Owner.AccountMemo,
            token.ClientDomain,
            request.Destination,
            kind == TransactionKind.Deposit ? request.Memo : NewMemo(),
            request.ClaimableBalanceSupported,
            request.Expected,
            request.Language,
            request.Fields,
            now + options.Value.IncompleteLifetime
        );
        var outcome = await grains.GetGrain<ITransactionGrain>(id).ApplyAsync(command, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            return (null, ApiError.BadRequest(refusal.Detail));
        }

        logger.TransactionStarted(id, kind.WireName(), request.Asset.Asset.ToString());
        return (new InteractiveStarted(id, UrlFor(id, token.Subject, request.Language, now)), null);
    }

    /// <summary>63 random bits: no two withdrawals share a memo, and it fits readers of signed numbers.</summary>
    private MemoText NewMemo() => new(MemoKind.Id, random.NewId().ToString(CultureInfo.InvariantCulture));

    private string UrlFor(string id, string subject, string? language, DateTimeOffset now)
    {
        var token = signer.Sign(
            TokenKind.Interactive,
            new TokenClaims
            {
                Issuer = options.Value.BaseUrl,
                Subject = subject,
                IssuedAt = now.ToUnixTimeSeconds(),
                ExpiresAt = (now + options.Value.InteractiveTokenLifetime).ToUnixTimeSeconds(),
                Id = random.NewUuid().ToString("N"),
                TransactionId = id,
            }
        );
        var lang = language is null ? "" : $"&lang={language}";
        return $"{options.Value.BaseUrl}{Sep24Paths.InteractiveOf(id)}?token={token}{lang}";
    }
}
