using Anchor.Sandbox.History;

namespace Anchor.Sandbox.Horizon;

/// <summary>Horizon's fee statistics: bids and charges an operation over the last five ledgers.</summary>
internal static class FeeStatsDocument
{
    private const int Ledgers = 5;

    private static readonly int[] Percentiles = [10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99];

    public static void Write(HalWriter hal, SandboxNetwork network)
    {
        var json = hal.Json;
        var shown = network.Visible.Header;
        var from = Math.Max(0L, (long)shown.Sequence - Ledgers + 1) << 32;
        var end = ((long)shown.Sequence + 1) << 32;
        TransactionRecord[] recent = [.. network.History.All.Transactions.After(from, end)];
        // The current price of a place is what a bid must reach now, which under surge pricing is above the last ledger's.
        var baseFee = network.Faults.Conditions.SurgeFee ?? shown.BaseFee;
        var usage = recent.Where(r => r.Ledger.Sequence == shown.Sequence).Sum(r => r.Frame.FeeOperations);
        json.WriteStartObject();
        json.WriteString("last_ledger", shown.Sequence.ToString());
        json.WriteString("last_ledger_base_fee", baseFee.ToString());
        var full = network.Faults.Conditions.SurgeFee is not null;
        json.WriteString(
            "ledger_capacity_usage",
            (full ? 1m : decimal.Round((decimal)usage / shown.MaxTransactionSetSize, 2)).ToString()
        );
        WriteSpread(hal, "fee_charged", recent.Select(r => r.Result.FeeCharged / r.Frame.FeeOperations), baseFee);
        WriteSpread(hal, "max_fee", recent.Select(r => r.Frame.MaxFee / r.Frame.FeeOperations), baseFee);
        json.WriteEndObject();
    }

    private static void WriteSpread(HalWriter hal, string name, IEnumerable<long> fees, uint baseFee)
    {
        long[] sorted = [.. fees.Select(fee => Math.Max(fee, baseFee)).DefaultIfEmpty(baseFee).Order()];
        var mode = sorted.CountBy(fee => fee).MaxBy(group => group.Value).Key;
        hal.Json.WriteStartObject(name);
        hal.Json.WriteString("max", sorted[^1].ToString());
        hal.Json.WriteString("min", sorted[0].ToString());
        hal.Json.WriteString("mode", mode.ToString());
        foreach (var percentile in Percentiles)
        {
            var at = Math.Max(0, ((percentile * sorted.Length) + 99) / 100 - 1);
            hal.Json.WriteString($"p{percentile}", sorted[at].ToString());
        }

        hal.Json.WriteEndObject();
    }
}
