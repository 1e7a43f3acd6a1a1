using System.Text.Json;
using Anchor.Domain.Assets;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep24;

/// <summary>SEP-24's <c>GET /info</c>. The numbers are JSON numbers there, and written exactly.</summary>
internal sealed class Sep24Info(IAssetCatalogue assets, IFees fees, IOptions<AnchorApiOptions> options)
{
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteDirection(writer, "deposit"u8, TransactionKind.Deposit);
        WriteDirection(writer, "withdraw"u8, TransactionKind.Withdrawal);
        writer.WriteStartObject("fee"u8);
        writer.WriteBoolean("enabled"u8, true);
        writer.WriteBoolean("authentication_required"u8, true);
        writer.WriteEndObject();
        writer.WriteStartObject("features"u8);
        writer.WriteBoolean("account_creation"u8, options.Value.AccountCreation);
        writer.WriteBoolean("claimable_balances"u8, options.Value.ClaimableBalances);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteDirection(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TransactionKind kind)
    {
        writer.WriteStartObject(name);
        // By code, because SEP-24 has no issuers here.
        var offered = assets.All.Where(asset => asset.IsOfferedOver(AssetSeps.Sep24));
        foreach (var asset in offered.DistinctBy(asset => asset.Asset.Code))
        {
            writer.WriteStartObject(asset.Asset.Code);
            WriteTerms(writer, asset.TermsFor(kind));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteTerms(Utf8JsonWriter writer, DirectionTerms terms)
    {
        writer.WriteBoolean("enabled"u8, terms.Enabled);
        if (!terms.Enabled)
        {
            return;
        }

        writer.WritePropertyName("min_amount"u8);
        writer.WriteRawValue(terms.Min.ToString());
        writer.WritePropertyName("max_amount"u8);
        writer.WriteRawValue(terms.Max.ToString());
        if (fees is StandardFees)
        {
            writer.WritePropertyName("fee_fixed"u8);
            writer.WriteRawValue(terms.FeeFixed.ToString());
            writer.WritePropertyName("fee_percent"u8);
            writer.WriteRawValue(terms.FeePercent.ToString("0.############################"));
        }
    }
}
