using System.Text.Json;
using System.Text.Json.Nodes;

namespace Anchor.Protocols.Tests.Horizon;

/// <summary>Records of <c>/payments</c> as Horizon writes them.</summary>
internal static class PaymentSamples
{
    /// <summary>Ids of consecutive operations of ledger 1 (the first is 2^32 + 4096 + 1).</summary>
    public static long Id(int n) => new TotalOrderId(1, 1, 0).ToInt64() + n;

    public static JsonObject Payment(
        long id,
        string memoType = "none",
        string? memo = null,
        string? memoBytes = null
    ) =>
        With(
            Operation(id, "payment", memoType, memo, memoBytes),
            ("from", Samples.Issuer),
            ("to", Samples.Account),
            ("asset_type", "credit_alphanum4"),
            ("asset_code", "TEST"),
            ("asset_issuer", Samples.Issuer),
            ("amount", "12.3456789")
        );

    /// <summary>An operation with no more than what all types have.</summary>
    public static JsonObject Operation(
        long id,
        string type,
        string memoType = "none",
        string? memo = null,
        string? memoBytes = null,
        string result = Samples.SuccessXdr
    )
    {
        var operation = new JsonObject
        {
            ["_links"] = new JsonObject(),
            ["id"] = id.ToString(),
            ["paging_token"] = id.ToString(),
            ["transaction_successful"] = true,
            ["source_account"] = Samples.Issuer,
            ["type"] = type,
            ["type_i"] = 1,
            ["created_at"] = "2026-01-02T03:04:05Z",
            ["transaction_hash"] = Samples.Hash,
            ["transaction"] = new JsonObject
            {
                ["hash"] = Samples.Hash,
                ["successful"] = true,
                ["memo_type"] = memoType,
                ["result_xdr"] = result,
            },
        };
        var transaction = operation["transaction"]!.AsObject();
        _ = memo is null ? transaction : With(transaction, ("memo", memo));
        _ = memoBytes is null ? transaction : With(transaction, ("memo_bytes", memoBytes));
        return operation;
    }

    public static JsonObject With(JsonObject record, params (string Name, JsonNode? Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            record[name] = value;
        }

        return record;
    }

    public static string Page(params IEnumerable<string> records) =>
        $$$"""{"_links":{},"_embedded":{"records":[{{{string.Join(',', records)}}}]}}""";

    public static string Text(this JsonObject record) => record.ToJsonString(JsonSerializerOptions.Default);
}
