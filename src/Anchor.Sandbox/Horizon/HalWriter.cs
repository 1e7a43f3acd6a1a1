using System.Text.Json;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>What all of Horizon's documents are written with: links, assets, muxed accounts.</summary>
internal sealed class HalWriter(Utf8JsonWriter json, string baseUrl)
{
    public Utf8JsonWriter Json => json;

    public void Link(string name, string path)
    {
        json.WriteStartObject(name);
        json.WriteString("href", baseUrl + path);
        json.WriteEndObject();
    }

    /// <summary>A link with placeholders.</summary>
    public void Template(string name, string path)
    {
        json.WriteStartObject(name);
        json.WriteString("href", baseUrl + path);
        json.WriteBoolean("templated", true);
        json.WriteEndObject();
    }

    /// <summary>An account and, if it is muxed, its M key and id beside it.</summary>
    public void Account(string name, MuxedAccount account)
    {
        json.WriteString(name, account.Account.ToString());
        if (account.Id is { } id)
        {
            json.WriteString(name + "_muxed", account.ToString());
            json.WriteString(name + "_muxed_id", id.ToString());
        }
    }

    public void Amount(string name, long stroops) => json.WriteString(name, Stroops.Format(stroops));

    /// <summary>The three asset fields; the prefix is empty, <c>source_</c> or <c>destination_</c>.</summary>
    public void Asset(Asset asset, string prefix = "")
    {
        json.WriteString(prefix + "asset_type", TypeOf(asset));
        if (asset is CreditAsset credit)
        {
            json.WriteString(prefix + "asset_code", credit.Code);
            json.WriteString(prefix + "asset_issuer", credit.Issuer.ToString());
        }
    }

    public static string TypeOf(Asset asset) =>
        asset switch
        {
            NativeAsset => "native",
            CreditAsset { Code.Length: <= 4 } => "credit_alphanum4",
            CreditAsset => "credit_alphanum12",
            _ => "liquidity_pool_shares",
        };
}
