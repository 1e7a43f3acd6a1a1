using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>Horizon's documents about ledgers: one ledger, the root document.</summary>
internal static class LedgerDocument
{
    public static void Write(HalWriter hal, LedgerHeader ledger)
    {
        var json = hal.Json;
        var path = $"/ledgers/{ledger.Sequence}";
        json.WriteStartObject();
        json.WriteStartObject("_links");
        hal.Link("self", path);
        hal.Template("transactions", $"{path}/transactions{{?cursor,limit,order}}");
        hal.Template("operations", $"{path}/operations{{?cursor,limit,order}}");
        hal.Template("payments", $"{path}/payments{{?cursor,limit,order}}");
        hal.Template("effects", $"{path}/effects{{?cursor,limit,order}}");
        json.WriteEndObject();
        json.WriteString("id", ledger.Hash.ToHex());
        json.WriteString("paging_token", ledger.PagingToken.ToString());
        json.WriteString("hash", ledger.Hash.ToHex());
        if (ledger.Sequence > 1)
        {
            json.WriteString("prev_hash", ledger.PreviousHash.ToHex());
        }

        json.WriteNumber("sequence", ledger.Sequence);
        json.WriteNumber("successful_transaction_count", ledger.SuccessfulTransactions);
        json.WriteNumber("failed_transaction_count", ledger.FailedTransactions);
        json.WriteNumber("operation_count", ledger.Operations);
        json.WriteNumber("tx_set_operation_count", ledger.TransactionSetOperations);
        json.WriteString("closed_at", Rfc3339.Text(ledger.CloseTime));
        json.WriteString("total_coins", Stroops.Format(ledger.TotalCoins));
        json.WriteString("fee_pool", Stroops.Format(ledger.FeePool));
        json.WriteNumber("base_fee_in_stroops", ledger.BaseFee);
        json.WriteNumber("base_reserve_in_stroops", ledger.BaseReserve);
        json.WriteNumber("max_tx_set_size", ledger.MaxTransactionSetSize);
        json.WriteNumber("protocol_version", ledger.ProtocolVersion);
        // No header of core's stands behind it, and none is made up.
        json.WriteString("header_xdr", "");
        json.WriteEndObject();
    }

    public static void WriteRoot(HalWriter hal, SandboxNetwork network)
    {
        var json = hal.Json;
        var shown = network.Visible.Header;
        json.WriteStartObject();
        WriteRootLinks(hal);
        json.WriteString("horizon_version", "anchor-sandbox");
        json.WriteString("core_version", "anchor-sandbox");
        json.WriteNumber("ingest_latest_ledger", shown.Sequence);
        json.WriteNumber("history_latest_ledger", shown.Sequence);
        json.WriteString("history_latest_ledger_closed_at", Rfc3339.Text(shown.CloseTime));
        json.WriteNumber("history_elder_ledger", 1);
        json.WriteNumber("core_latest_ledger", network.LatestLedger);
        json.WriteString("network_passphrase", network.Faults.Conditions.Passphrase ?? network.Network.Passphrase);
        json.WriteNumber("current_protocol_version", shown.ProtocolVersion);
        json.WriteNumber("supported_protocol_version", shown.ProtocolVersion);
        json.WriteNumber("core_supported_protocol_version", shown.ProtocolVersion);
        json.WriteEndObject();
    }

    private static void WriteRootLinks(HalWriter hal)
    {
        hal.Json.WriteStartObject("_links");
        hal.Link("self", "/");
        hal.Template("account", "/accounts/{account_id}");
        hal.Template("accounts", "/accounts{?signer,sponsor,asset,cursor,limit,order}");
        hal.Template("account_transactions", "/accounts/{account_id}/transactions{?cursor,limit,order}");
        hal.Template("assets", "/assets{?asset_code,asset_issuer,cursor,limit,order}");
        hal.Template("claimable_balances", "/claimable_balances{?asset,sponsor,claimant,cursor,limit,order}");
        hal.Link("fee_stats", "/fee_stats");
        hal.Template("friendbot", "/friendbot{?addr}");
        hal.Template("ledger", "/ledgers/{sequence}");
        hal.Template("ledgers", "/ledgers{?cursor,limit,order}");
        hal.Template("operation", "/operations/{id}");
        hal.Template("operations", "/operations{?cursor,limit,order,include_failed}");
        hal.Template("payments", "/payments{?cursor,limit,order,include_failed}");
        hal.Template("transaction", "/transactions/{hash}");
        hal.Template("transactions", "/transactions{?cursor,limit,order}");
        hal.Json.WriteEndObject();
    }
}
