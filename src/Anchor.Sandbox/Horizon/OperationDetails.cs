using System.Collections.Immutable;
using System.Text;
using Anchor.Sandbox.History;
using Anchor.Sandbox.Storage;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>The fields that each type of operation adds to Horizon's operation document.</summary>
internal static class OperationDetails
{
    private static readonly (AccountFlags Flag, string Name)[] AccountFlagNames =
    [
        (AccountFlags.AuthorizationRequired, "auth_required"),
        (AccountFlags.AuthorizationRevocable, "auth_revocable"),
        (AccountFlags.AuthorizationImmutable, "auth_immutable"),
        (AccountFlags.ClawbackEnabled, "auth_clawback_enabled"),
    ];

    private static readonly (TrustLineFlags Flag, string Name)[] TrustLineFlagNames =
    [
        (TrustLineFlags.Authorized, "authorized"),
        (TrustLineFlags.AuthorizedToMaintainLiabilities, "authorized_to_maintain_liabilities"),
        (TrustLineFlags.ClawbackEnabled, "clawback_enabled"),
    ];

    public static void Write(HalWriter hal, OperationRecord record)
    {
        var json = hal.Json;
        var source = record.Operation.Source ?? record.Transaction.Frame.Transaction.Source;
        var outcome = record.IsSuccess ? record.Result?.Outcome : null;
        switch (record.Operation)
        {
            case PaymentOperation o:
                WriteTransfer(hal, source, o.Destination, o.Asset, o.Amount);
                break;
            case CreateAccountOperation o:
                hal.Amount("starting_balance", o.StartingBalance);
                hal.Account("funder", source);
                json.WriteString("account", o.Destination.ToString());
                break;
            case PathPaymentStrictReceiveOperation o:
                WriteTransfer(hal, source, o.Destination, o.DestinationAsset, o.DestinationAmount);
                WritePath(hal, o.Path, o.SendAsset);
                hal.Amount("source_amount", (outcome as PathPaymentOutcome)?.SourceAmount ?? 0);
                hal.Amount("source_max", o.SendMax);
                break;
            case PathPaymentStrictSendOperation o:
                var delivered = (outcome as PathPaymentOutcome)?.Amount ?? 0;
                WriteTransfer(hal, source, o.Destination, o.DestinationAsset, delivered);
                WritePath(hal, o.Path, o.SendAsset);
                hal.Amount("source_amount", o.SendAmount);
                hal.Amount("destination_min", o.DestinationMin);
                break;
            case AccountMergeOperation o:
                hal.Account("account", source);
                hal.Account("into", o.Destination);
                break;
            case ChangeTrustOperation o:
                hal.Asset(o.Line);
                hal.Amount("limit", o.Limit);
                if (o.Line is CreditAsset trusted)
                {
                    json.WriteString("trustee", trusted.Issuer.ToString());
                }

                hal.Account("trustor", source);
                break;
            case AllowTrustOperation o:
                hal.Asset(Asset.Credit(o.AssetCode, source.Account));
                hal.Account("trustee", source);
                json.WriteString("trustor", o.Trustor.ToString());
                json.WriteBoolean("authorize", o.Authorize.HasFlag(TrustLineFlags.Authorized));
                json.WriteBoolean("authorize_to_maintain_liabilities", o.Authorize != TrustLineFlags.None);
                break;
            case SetTrustLineFlagsOperation o:
                hal.Asset(o.Asset);
                json.WriteString("trustor", o.Trustor.ToString());
                WriteFlags(hal, "set_flags", o.SetFlags, TrustLineFlagNames);
                WriteFlags(hal, "clear_flags", o.ClearFlags, TrustLineFlagNames);
                break;
            case SetOptionsOperation o:
                WriteOptions(hal, o);
                break;
            case ManageDataOperation o:
                json.WriteString("name", Encoding.UTF8.GetString(o.Name.Span));
                json.WriteString("value", o.Value?.ToBase64());
                break;
            case BumpSequenceOperation o:
                json.WriteString("bump_to", o.BumpTo.ToString());
                break;
            case ClawbackOperation o:
                hal.Asset(o.Asset);
                hal.Account("from", o.From);
                hal.Amount("amount", o.Amount);
                break;
            default:
                WriteBalancesAndSponsors(hal, record, source.Account);
                break;
        }
    }

    public static void WriteClaimants(HalWriter hal, ImmutableArray<Claimant> claimants)
    {
        hal.Json.WriteStartArray("claimants");
        foreach (var claimant in claimants)
        {
            hal.Json.WriteStartObject();
            hal.Json.WriteString("destination", claimant.Destination.ToString());
            hal.Json.WritePropertyName("predicate");
            ClaimPredicateConverter.Write(hal.Json, claimant.Predicate);
            hal.Json.WriteEndObject();
        }

        hal.Json.WriteEndArray();
    }

    private static void WriteBalancesAndSponsors(HalWriter hal, OperationRecord record, AccountId source)
    {
        var json = hal.Json;
        switch (record.Operation)
        {
            case CreateClaimableBalanceOperation o:
                json.WriteString("asset", o.Asset.ToString());
                hal.Amount("amount", o.Amount);
                WriteClaimants(hal, o.Claimants);
                break;
            case ClaimClaimableBalanceOperation o:
                json.WriteString("balance_id", o.BalanceId.ToString());
                json.WriteString("claimant", source.ToString());
                break;
            case ClawbackClaimableBalanceOperation o:
                json.WriteString("balance_id", o.BalanceId.ToString());
                break;
            case BeginSponsoringOperation o:
                json.WriteString("sponsored_id", o.Sponsored.ToString());
                break;
            case EndSponsoringOperation:
                json.WriteString("begin_sponsor", SponsorOf(record, source)?.ToString());
                break;
            case RevokeSponsorshipOperation o:
                WriteRevoked(hal, o.Entry);
                break;
        }
    }

    private static void WriteTransfer(HalWriter hal, MuxedAccount from, MuxedAccount to, Asset asset, long amount)
    {
        hal.Asset(asset);
        hal.Account("from", from);
        hal.Account("to", to);
        hal.Amount("amount", amount);
    }

    private static void WritePath(HalWriter hal, ImmutableArray<Asset> path, Asset sent)
    {
        hal.Json.WriteStartArray("path");
        foreach (var asset in path)
        {
            hal.Json.WriteStartObject();
            hal.Asset(asset);
            hal.Json.WriteEndObject();
        }

        hal.Json.WriteEndArray();
        hal.Asset(sent, "source_");
    }

    private static void WriteOptions(HalWriter hal, SetOptionsOperation o)
    {
        var json = hal.Json;
        if (o.HomeDomain is { } domain)
        {
            json.WriteString("home_domain", Encoding.UTF8.GetString(domain.Span));
        }

        if (o.InflationDestination is { } heir)
        {
            json.WriteString("inflation_dest", heir.ToString());
        }

        WriteNumber("master_key_weight", o.MasterWeight);
        if (o.Signer is { } signer)
        {
            json.WriteString("signer_key", signer.Key.ToString());
            json.WriteNumber("signer_weight", signer.Weight);
        }

        WriteFlags(hal, "set_flags", o.SetFlags ?? AccountFlags.None, AccountFlagNames);
        WriteFlags(hal, "clear_flags", o.ClearFlags ?? AccountFlags.None, AccountFlagNames);
        WriteNumber("low_threshold", o.LowThreshold);
        WriteNumber("med_threshold", o.MediumThreshold);
        WriteNumber("high_threshold", o.HighThreshold);

        void WriteNumber(string name, uint? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
        }
    }

    private static void WriteFlags<TFlags>(HalWriter hal, string name, TFlags flags, (TFlags Flag, string Name)[] names)
        where TFlags : struct, Enum
    {
        var set = Array.FindAll(names, n => flags.HasFlag(n.Flag));
        if (set.Length == 0)
        {
            return;
        }

        hal.Json.WriteStartArray(name);
        foreach (var (flag, _) in set)
        {
            hal.Json.WriteNumberValue(Convert.ToInt32(flag, null));
        }

        hal.Json.WriteEndArray();
        hal.Json.WriteStartArray(name + "_s");
        foreach (var (_, text) in set)
        {
            hal.Json.WriteStringValue(text);
        }

        hal.Json.WriteEndArray();
    }

    private static void WriteRevoked(HalWriter hal, SponsoredEntry entry)
    {
        var json = hal.Json;
        switch (entry)
        {
            case SponsoredAccount e:
                json.WriteString("account_id", e.Account.ToString());
                break;
            case SponsoredTrustLine e:
                json.WriteString("trustline_account_id", e.Account.ToString());
                json.WriteString("trustline_asset", e.Asset.ToString());
                break;
            case SponsoredData e:
                json.WriteString("data_account_id", e.Account.ToString());
                json.WriteString("data_name", Encoding.UTF8.GetString(e.Name.Span));
                break;
            case SponsoredClaimableBalance e:
                json.WriteString("claimable_balance_id", e.BalanceId.ToString());
                break;
            case SponsoredSigner e:
                json.WriteString("signer_account_id", e.Account.ToString());
                json.WriteString("signer_key", e.Key.ToString());
                break;
        }
    }

    // An end does not say whose sponsoring it ends: the beginning stands earlier in the same transaction.
    private static AccountId? SponsorOf(OperationRecord end, AccountId sponsored)
    {
        for (var i = end.Index - 1; i >= 0; i--)
        {
            var earlier = end.Transaction.Frame.Operations[i];
            if (earlier is BeginSponsoringOperation begin && begin.Sponsored == sponsored)
            {
                return end.Transaction.Frame.SourceOf(earlier);
            }
        }

        return null;
    }
}
