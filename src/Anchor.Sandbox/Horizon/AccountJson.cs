using System.Text;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>Horizon's account document.</summary>
internal static class AccountJson
{
    public static void Write(HalWriter hal, AccountEntry account)
    {
        var json = hal.Json;
        var id = account.Id.ToString();
        json.WriteStartObject();
        WriteLinks(hal, $"/accounts/{id}");
        json.WriteString("id", id);
        json.WriteString("account_id", id);
        json.WriteString("sequence", account.Sequence.ToString());
        if (account.SequenceLedger > 0)
        {
            json.WriteNumber("sequence_ledger", account.SequenceLedger);
            json.WriteString("sequence_time", account.SequenceTime.ToString());
        }

        json.WriteNumber("subentry_count", account.SubentryCount);
        if (account.InflationDestination is { } heir)
        {
            json.WriteString("inflation_destination", heir.ToString());
        }

        if (!account.HomeDomain.IsEmpty)
        {
            json.WriteString("home_domain", Encoding.UTF8.GetString(account.HomeDomain.Span));
        }

        json.WriteNumber("last_modified_ledger", account.LastModifiedLedger);
        json.WriteString("last_modified_time", Rfc3339.Text(account.LastModifiedTime));
        json.WriteStartObject("thresholds");
        json.WriteNumber("low_threshold", account.LowThreshold);
        json.WriteNumber("med_threshold", account.MediumThreshold);
        json.WriteNumber("high_threshold", account.HighThreshold);
        json.WriteEndObject();
        WriteFlags(hal, account.Flags);
        WriteBalances(hal, account);
        WriteSigners(hal, account, id);
        json.WriteStartObject("data");
        foreach (var entry in account.Data)
        {
            json.WriteBase64String(Encoding.UTF8.GetString(entry.Name.Span), entry.Value.Span);
        }

        json.WriteEndObject();
        json.WriteNumber("num_sponsoring", account.NumSponsoring);
        json.WriteNumber("num_sponsored", account.NumSponsored);
        if (account.Sponsor is { } sponsor)
        {
            json.WriteString("sponsor", sponsor.ToString());
        }

        json.WriteString("paging_token", id);
        json.WriteEndObject();
    }

    public static void WriteFlags(HalWriter hal, AccountFlags flags)
    {
        hal.Json.WriteStartObject("flags");
        hal.Json.WriteBoolean("auth_required", flags.HasFlag(AccountFlags.AuthorizationRequired));
        hal.Json.WriteBoolean("auth_revocable", flags.HasFlag(AccountFlags.AuthorizationRevocable));
        hal.Json.WriteBoolean("auth_immutable", flags.HasFlag(AccountFlags.AuthorizationImmutable));
        hal.Json.WriteBoolean("auth_clawback_enabled", flags.HasFlag(AccountFlags.ClawbackEnabled));
        hal.Json.WriteEndObject();
    }

    // The data link is what the JavaScript SDK follows to see whether an account asks for a memo (SEP-29).
    private static void WriteLinks(HalWriter hal, string path)
    {
        const string page = "{?cursor,limit,order}";
        hal.Json.WriteStartObject("_links");
        hal.Link("self", path);
        hal.Template("transactions", $"{path}/transactions{page}");
        hal.Template("operations", $"{path}/operations{page}");
        hal.Template("payments", $"{path}/payments{page}");
        hal.Template("effects", $"{path}/effects{page}");
        hal.Template("offers", $"{path}/offers{page}");
        hal.Template("trades", $"{path}/trades{page}");
        hal.Template("data", $"{path}/data/{{key}}");
        hal.Json.WriteEndObject();
    }

    private static void WriteBalances(HalWriter hal, AccountEntry account)
    {
        var json = hal.Json;
        json.WriteStartArray("balances");
        foreach (var line in account.TrustLines)
        {
            json.WriteStartObject();
            hal.Amount("balance", line.Balance);
            hal.Amount("limit", line.Limit);
            hal.Amount("buying_liabilities", 0);
            hal.Amount("selling_liabilities", 0);
            if (line.Sponsor is { } sponsor)
            {
                json.WriteString("sponsor", sponsor.ToString());
            }

            json.WriteNumber("last_modified_ledger", line.LastModifiedLedger);
            json.WriteBoolean("is_authorized", line.IsAuthorized);
            json.WriteBoolean("is_authorized_to_maintain_liabilities", line.MaintainsLiabilities);
            json.WriteBoolean("is_clawback_enabled", line.Flags.HasFlag(TrustLineFlags.ClawbackEnabled));
            hal.Asset(line.Asset);
            json.WriteEndObject();
        }

        json.WriteStartObject();
        hal.Amount("balance", account.Balance);
        hal.Amount("buying_liabilities", 0);
        hal.Amount("selling_liabilities", 0);
        hal.Asset(Asset.Native);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteSigners(HalWriter hal, AccountEntry account, string id)
    {
        hal.Json.WriteStartArray("signers");
        foreach (var signer in account.Signers)
        {
            WriteSigner(hal, signer.Key.ToString()!, signer.Weight, TypeOf(signer.Key), signer.Sponsor);
        }

        WriteSigner(hal, id, account.MasterWeight, "ed25519_public_key", null);
        hal.Json.WriteEndArray();
    }

    private static void WriteSigner(HalWriter hal, string key, uint weight, string type, AccountId? sponsor)
    {
        hal.Json.WriteStartObject();
        if (sponsor is { } payer)
        {
            hal.Json.WriteString("sponsor", payer.ToString());
        }

        hal.Json.WriteNumber("weight", weight);
        hal.Json.WriteString("key", key);
        hal.Json.WriteString("type", type);
        hal.Json.WriteEndObject();
    }

    private static string TypeOf(SignerKey key) =>
        key switch
        {
            HashXSignerKey => "sha256_hash",
            PreAuthSignerKey => "preauth_tx",
            SignedPayloadSignerKey => "ed25519_signed_payload",
            _ => "ed25519_public_key",
        };
}
