using System.Collections.Immutable;
using System.Globalization;
using Anchor.Api.Http;
using Anchor.Domain;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep24;

/// <summary>Looks up the signed-in user's transactions, and nobody else's: account and memo must both match.</summary>
internal sealed class TransactionSearch(
    ITransactionQueries queries,
    IAssetCatalogue assets,
    IOptions<AnchorApiOptions> options
)
{
    private const int MaxId = 128;

    private static readonly ApiError NotFound = ApiError.NotFound("transaction not found");

    /// <summary>SEP-24's <c>GET /transaction</c>: by one of three ids; those that are given must all match.</summary>
    public async ValueTask<(AnchorTransaction? Found, ApiError? Error)> FindAsync(
        HttpRequest request,
        TransactionOwner owner,
        CancellationToken cancellationToken
    )
    {
        var id = request.Field("id");
        var stellarId = request.Field("stellar_transaction_id");
        var externalId = request.Field("external_transaction_id");
        if (id is null && stellarId is null && externalId is null)
        {
            return (
                null,
                ApiError.BadRequest(
                    "at least one of id, stellar_transaction_id, or external_transaction_id must be provided"
                )
            );
        }

        if (id?.Length > MaxId || stellarId?.Length > MaxId || externalId?.Length > MaxId)
        {
            return (null, NotFound);
        }

        var found =
            id is not null ? await queries.FindAsync(id, cancellationToken)
            : stellarId is not null ? First(await queries.FindByStellarIdAsync(owner, stellarId, cancellationToken))
            : First(await queries.FindByExternalIdAsync(owner, externalId!, cancellationToken));
        return
            found is not null
            && found.Account == owner.Account
            && found.AccountMemo == owner.AccountMemo
            && (stellarId is null || found.StellarTransactionId == stellarId)
            && (externalId is null || found.ExternalTransactionId == externalId)
            ? (found, null)
            : (null, NotFound);
    }

    /// <summary>SEP-24's <c>GET /transactions</c>.</summary>
    public async ValueTask<(ImmutableArray<AnchorTransaction> List, ApiError? Error)> ListAsync(
        HttpRequest request,
        TransactionOwner owner,
        CancellationToken cancellationToken
    )
    {
        var (filter, error) = ParseFilter(request, owner);
        return error is null ? (await queries.ListAsync(filter!, cancellationToken), null) : ([], error);
    }

    private (TransactionFilter? Filter, ApiError? Error) ParseFilter(HttpRequest request, TransactionOwner owner)
    {
        if (request.Field("asset_code") is not { } code)
        {
            return Refuse("`asset_code` is required");
        }

        if (assets.Find(code, request.Field("asset_issuer")) is not { } asset)
        {
            return Refuse($"unknown asset: {code}");
        }

        TransactionKind? kind = null;
        if (request.Field("kind") is { } kindText)
        {
            if (!SnakeCaseEnumConverter<TransactionKind>.TryParse(kindText, out var parsed))
            {
                return Refuse("invalid 'kind': it must be 'deposit' or 'withdrawal'");
            }

            kind = parsed;
        }

        var limit = options.Value.MaxPageSize;
        if (request.Field("limit") is { } limitText)
        {
            if (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1)
            {
                return Refuse("invalid 'limit'");
            }

            limit = Math.Min(limit, options.Value.MaxPageSize);
        }

        DateTimeOffset? noOlderThan = null;
        if (request.Field("no_older_than") is { } timeText)
        {
            if (!TryParseTime(timeText, out var time))
            {
                return Refuse("invalid 'no_older_than': it must be an ISO 8601 time in UTC");
            }

            noOlderThan = time;
        }

        var pagingId = request.Field("paging_id");
        return pagingId?.Length > MaxId
            ? Refuse("invalid 'paging_id'")
            : (new TransactionFilter(owner, asset.Asset, kind, noOlderThan, pagingId, limit), null);
    }

    /// <summary>An unescaped plus arrives as a space.</summary>
    private static bool TryParseTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text.Length > 20 ? text.Replace(' ', '+') : text,
            ["yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time
        );

    private static AnchorTransaction? First(ImmutableArray<AnchorTransaction> found) => found.IsEmpty ? null : found[0];

    private static (TransactionFilter?, ApiError?) Refuse(string message) => (null, ApiError.BadRequest(message));
}
