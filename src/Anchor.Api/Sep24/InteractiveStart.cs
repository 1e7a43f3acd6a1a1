using System.Globalization;
using Anchor.Api.Http;
using Anchor.Api.Sep10;
using Anchor.Api.Tokens;
using Anchor.Domain;
using Anchor.Domain.Transactions;
using Anchor.Grains;
using Anchor.Grains.Ingest;
using Anchor.Grains.Networks;
using Anchor.Grains.Ports;
using Anchor.Grains.Transactions;
using Anchor.Stellar;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep24;

/// <summary>What the wallet gets: the id to ask with, and the URL to open once.</summary>
internal sealed record InteractiveStarted(string Id, string Url);

/// <summary>Starts a transaction and makes the link to its pages.</summary>
internal sealed class InteractiveStart(
    IGrainFactory grains,
    FollowedAccounts followed,
    IAccountSigners signers,
    IRandom random,
    FreshKeys fresh,
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
        if (await CheckDestinationAsync(request.Destination, cancellationToken) is { } error)
        {
            return (null, error);
        }

        var network = await grains.GetGrain<INetworkGrain>(NetworkKeys.Stellar).GetAsync(cancellationToken);
        if (!network.IsOpen)
        {
            return (
                null,
                ApiError.Unavailable(
                    "the Stellar network was reset; deposits and withdrawals can be started again once the anchor's operator has seen to it"
                )
            );
        }

        if (
            kind == TransactionKind.Withdrawal
            && !await followed.IncludeAsync(request.Asset.DistributionAccount, cancellationToken)
        )
        {
            return (null, ApiError.Unavailable("payments of this asset are not followed yet; try again later"));
        }

        var now = time.GetUtcNow();
        var id = random.NewOrderedUuid(now).ToString();
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
        using var announcement = fresh.Announce(id);
        var outcome = await grains.GetGrain<ITransactionGrain>(id).ApplyAsync(command, cancellationToken);
        if (outcome.Refusal is { } refusal)
        {
            return (null, ApiError.BadRequest(refusal.Detail));
        }

        logger.TransactionStarted(id, kind.WireName(), request.Asset.Asset.ToString());
        return (new InteractiveStarted(id, UrlFor(id, token.Subject, request.Language, now)), null);
    }

    /// <summary>Where accounts are not created, the destination of a deposit must exist (SEP-24, "Stellar account does not exist").</summary>
    private async Task<ApiError?> CheckDestinationAsync(string? destination, CancellationToken cancellationToken)
    {
        if (options.Value.AccountCreation || !MuxedAccount.TryParse(destination, out var account))
        {
            return null;
        }

        try
        {
            return await signers.FindAsync(account.Account, cancellationToken) is null
                ? ApiError.BadRequest("public key 'account' must be a funded Stellar account")
                : null;
        }
        catch (LedgerUnavailableException e)
        {
            logger.SignersUnknown(e.Message);
            return ApiError.Unavailable("the account cannot be looked up now; try again later");
        }
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
