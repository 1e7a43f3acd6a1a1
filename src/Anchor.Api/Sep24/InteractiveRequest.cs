using System.Collections.Immutable;
using Anchor.Api.Http;
using Anchor.Api.Pages;
using Anchor.Api.Tokens;
using Anchor.Domain;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Anchor.Stellar;

namespace Anchor.Api.Sep24;

/// <summary>A checked request to start a deposit or a withdrawal (SEP-24, "Deposit" and "Withdraw").</summary>
internal sealed record InteractiveRequest(
    AssetTerms Asset,
    string? Destination,
    MemoText? Memo,
    bool ClaimableBalanceSupported,
    FeeQuote? Expected,
    string? Language,
    ImmutableSortedDictionary<string, string> Fields
)
{
    private static readonly string[] ExchangeFields = ["quote_id", "source_asset", "destination_asset"];

    /// <summary>The request, or why it is refused; exactly one is null.</summary>
    public static (InteractiveRequest? Request, ApiError? Error) Parse(
        TransactionKind kind,
        RequestFields fields,
        WebAuthToken token,
        IAssetCatalogue assets,
        IFees fees
    )
    {
        var (asset, error) = ParseAsset(kind, fields, assets);
        if (asset is null)
        {
            return (null, error);
        }

        if (Array.Find(ExchangeFields, name => fields[name] is not null) is { } exchange)
        {
            return Refuse($"'{exchange}' is not supported: quotes and exchanges are not offered yet");
        }

        if (fields["refund_memo"] is not null || fields["refund_memo_type"] is not null)
        {
            return Refuse("'refund_memo' is not supported yet: refunds go to the account that paid");
        }

        (var expected, error) = ParseAmount(kind, fields["amount"], asset, fees);
        if (error is not null)
        {
            return (null, error);
        }

        if (CheckAccount(fields["account"]) is { } accountError)
        {
            return (null, accountError);
        }

        MemoText? memo = null;
        string? destination = null;
        if (kind == TransactionKind.Deposit)
        {
            destination = fields["account"] ?? token.Owner.Account;
            (memo, error) = ParseMemo(fields, destination, token);
            if (error is not null)
            {
                return (null, error);
            }
        }

        if (!TryParseBoolean(fields["claimable_balance_supported"], out var claimable))
        {
            return Refuse("invalid 'claimable_balance_supported': it must be true or false");
        }

        (var sep9, error) = Sep9Fields.Pick(fields);
        return error is not null
            ? (null, error)
            : (
                new InteractiveRequest(
                    asset,
                    destination,
                    memo,
                    claimable,
                    expected,
                    Languages.Normalize(fields["lang"]),
                    sep9
                ),
                null
            );
    }

    /// <summary>Finds an asset that is offered in this direction.</summary>
    public static (AssetTerms? Asset, ApiError? Error) FindAsset(
        TransactionKind kind,
        string? code,
        string? issuer,
        IAssetCatalogue assets
    )
    {
        if (code is null)
        {
            return (null, ApiError.BadRequest("`asset_code` is required"));
        }

        if (assets.Find(code, issuer) is not { } asset || !asset.IsOfferedOver(AssetSeps.Sep24))
        {
            return (null, ApiError.BadRequest($"unknown asset: {code}"));
        }

        var terms = kind == TransactionKind.Deposit ? asset.Deposit : asset.Withdrawal;
        return terms.Enabled ? (asset, null) : (null, ApiError.BadRequest($"invalid operation for asset {code}"));
    }

    private static (AssetTerms? Asset, ApiError? Error) ParseAsset(
        TransactionKind kind,
        RequestFields fields,
        IAssetCatalogue assets
    ) =>
        fields["asset_code"] == AssetId.Native.Code && fields["asset_issuer"] is not null
            ? (null, ApiError.BadRequest("'asset_issuer' must not be given for the native asset"))
            : FindAsset(kind, fields["asset_code"], fields["asset_issuer"], assets);

    private static (FeeQuote? Expected, ApiError? Error) ParseAmount(
        TransactionKind kind,
        string? text,
        AssetTerms asset,
        IFees fees
    )
    {
        if (text is null)
        {
            return (null, null);
        }

        return AmountCheck.TryQuote(kind, text, asset, fees, null, out var quote, out var fault)
            ? (quote, null)
            : (null, ApiError.BadRequest($"invalid 'amount': {fault.Describe(kind, asset)}"));
    }

    private static ApiError? CheckAccount(string? account) =>
        account is null || MuxedAccount.TryParse(account, out _) ? null
        : StrKey.TryDecode(account, out var kind, out _) && kind == StrKeyKind.Contract
            ? ApiError.BadRequest("invalid 'account': contract accounts (C...) are not supported yet")
        : ApiError.BadRequest("invalid 'account'");

    /// <summary>The memo to pay the deposit with. A shared account that asks for none gets the memo it signed in with, or it could not tell its users apart.</summary>
    private static (MemoText? Memo, ApiError? Error) ParseMemo(
        RequestFields fields,
        string destination,
        WebAuthToken token
    )
    {
        if (fields["memo"] is not { } value)
        {
            return token.Owner.AccountMemo is { } own && destination == token.Owner.Account
                ? (new MemoText(MemoKind.Id, own), null)
                : (null, null);
        }

        if (fields["memo_type"] is not { } type)
        {
            return (null, ApiError.BadRequest("'memo_type' is required with 'memo'"));
        }

        if (destination.StartsWith('M'))
        {
            return (
                null,
                ApiError.BadRequest("'memo' must not be given for a muxed account, which has an id of its own")
            );
        }

        return MemoFields.TryParse(type, value, out var memo)
            ? (memo, null)
            : (null, ApiError.BadRequest("invalid 'memo' for 'memo_type'"));
    }

    private static bool TryParseBoolean(string? text, out bool value)
    {
        value = false;
        return text is null || bool.TryParse(text, out value);
    }

    private static (InteractiveRequest?, ApiError?) Refuse(string message) => (null, ApiError.BadRequest(message));
}
