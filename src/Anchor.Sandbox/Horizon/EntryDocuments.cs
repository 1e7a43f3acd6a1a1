using Anchor.Sandbox.History;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>Horizon's documents about claimable balances, assets and effects.</summary>
internal static class EntryDocuments
{
    private static readonly Dictionary<string, int> EffectNumbers = new(StringComparer.Ordinal)
    {
        ["account_created"] = 0,
        ["account_removed"] = 1,
        ["account_credited"] = 2,
        ["account_debited"] = 3,
        ["account_thresholds_updated"] = 4,
        ["account_home_domain_updated"] = 5,
        ["account_flags_updated"] = 6,
        ["signer_created"] = 10,
        ["signer_removed"] = 11,
        ["signer_updated"] = 12,
        ["trustline_created"] = 20,
        ["trustline_removed"] = 21,
        ["trustline_updated"] = 22,
        ["trustline_flags_updated"] = 26,
        ["data_created"] = 40,
        ["data_removed"] = 41,
        ["data_updated"] = 42,
        ["sequence_bumped"] = 43,
        ["claimable_balance_created"] = 50,
        ["claimable_balance_claimed"] = 52,
        ["claimable_balance_clawed_back"] = 80,
    };

    public static void Write(HalWriter hal, ClaimableBalanceEntry balance)
    {
        var json = hal.Json;
        var id = balance.Id.ToString();
        json.WriteStartObject();
        json.WriteStartObject("_links");
        hal.Link("self", $"/claimable_balances/{id}");
        hal.Template("transactions", $"/claimable_balances/{id}/transactions{{?cursor,limit,order}}");
        hal.Template("operations", $"/claimable_balances/{id}/operations{{?cursor,limit,order}}");
        json.WriteEndObject();
        json.WriteString("id", id);
        json.WriteString("asset", balance.Asset.ToString());
        hal.Amount("amount", balance.Amount);
        json.WriteString("sponsor", balance.Sponsor.ToString());
        json.WriteNumber("last_modified_ledger", balance.LastModifiedLedger);
        json.WriteString("last_modified_time", Rfc3339.Text(balance.LastModifiedTime));
        OperationDetails.WriteClaimants(hal, balance.Claimants);
        json.WriteStartObject("flags");
        json.WriteBoolean("clawback_enabled", balance.ClawbackEnabled);
        json.WriteEndObject();
        json.WriteString("paging_token", TokenOf(balance));
        json.WriteEndObject();
    }

    public static string TokenOf(ClaimableBalanceEntry balance) => $"{balance.LastModifiedLedger:D10}-{balance.Id}";

    public static string TokenOf(AssetStatistics asset) =>
        $"{asset.Asset.Code}_{asset.Asset.Issuer}_{HalWriter.TypeOf(asset.Asset)}";

    public static void Write(HalWriter hal, AssetStatistics asset)
    {
        var json = hal.Json;
        json.WriteStartObject();
        json.WriteStartObject("_links");
        json.WriteStartObject("toml");
        var domain = asset.Issuer.HomeDomain.ToUtf8OrNull();
        json.WriteString("href", string.IsNullOrEmpty(domain) ? "" : $"https://{domain}/.well-known/stellar.toml");
        json.WriteEndObject();
        json.WriteEndObject();
        hal.Asset(asset.Asset);
        json.WriteString("paging_token", TokenOf(asset));
        json.WriteNumber("num_claimable_balances", asset.ClaimableBalances);
        json.WriteString("claimable_balances_amount", AssetStatistics.Text(asset.ClaimableAmount));
        WriteByAuthorization("accounts", (name, held) => json.WriteNumber(name, held.Accounts));
        WriteByAuthorization("balances", (name, held) => json.WriteString(name, AssetStatistics.Text(held.Amount)));
        AccountJson.WriteFlags(hal, asset.Issuer.Flags);
        json.WriteEndObject();

        void WriteByAuthorization(string name, Action<string, Holding> write)
        {
            json.WriteStartObject(name);
            write("authorized", asset.Authorized);
            write("authorized_to_maintain_liabilities", asset.Maintaining);
            write("unauthorized", asset.Unauthorized);
            json.WriteEndObject();
        }
    }

    /// <summary>An effect.</summary>
    /// <param name="order">The effect's place within its operation, from 1.</param>
    public static void Write(HalWriter hal, TransactionRecord transaction, Effect effect, int order)
    {
        var json = hal.Json;
        var operation = transaction.Operations[effect.Operation].Id;
        json.WriteStartObject();
        json.WriteStartObject("_links");
        hal.Link("operation", $"/operations/{operation}");
        json.WriteEndObject();
        json.WriteString("id", $"{operation:D19}-{order:D10}");
        json.WriteString("paging_token", $"{operation}-{order}");
        json.WriteString("account", effect.Account.ToString());
        json.WriteString("type", effect.Type);
        json.WriteNumber("type_i", EffectNumbers[effect.Type]);
        json.WriteString("created_at", Rfc3339.Text(transaction.Ledger.CloseTime));
        if (effect.Asset is { } asset)
        {
            hal.Asset(asset);
        }

        if (effect.Amount is { } amount)
        {
            hal.Amount("amount", amount);
        }

        if (effect.Field is { } field)
        {
            json.WriteString(field, effect.Value);
        }

        json.WriteEndObject();
    }
}
