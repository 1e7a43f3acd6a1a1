using System.Text.Json;
using Anchor.Sandbox.History;
using Anchor.Stellar;

namespace Anchor.Sandbox.Horizon;

/// <summary>Horizon's operation document: what all operations share. The details are in <see cref="OperationDetails"/>.</summary>
internal static class OperationJson
{
    /// <summary>The last place in a transaction, where no real operation stands.</summary>
    private const long UnknownPlace = 0xfff;

    private static readonly string[] TypeNames =
    [
        .. Enum.GetNames<OperationType>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName),
    ];

    public static string TypeName(OperationType type) => TypeNames[(int)type];

    public static void Write(HalWriter hal, OperationRecord record, bool withTransaction)
    {
        var operation = record.Operation;
        hal.Json.WriteStartObject();
        WriteHead(hal, record, record.Id, TypeName(operation.Type), (int)operation.Type);
        OperationDetails.Write(hal, record);
        WriteTail(hal, record, withTransaction);
    }

    /// <summary>The id of the operation of no known type that a fault puts after this one's transaction.</summary>
    public static long UnknownId(OperationRecord record) => record.Transaction.Id | UnknownPlace;

    /// <summary>An operation of a type from a protocol to come.</summary>
    public static void WriteUnknown(HalWriter hal, OperationRecord record, bool withTransaction)
    {
        hal.Json.WriteStartObject();
        WriteHead(hal, record, UnknownId(record), "operation_of_a_later_protocol", 999);
        hal.Json.WriteString("something_new", "42");
        WriteTail(hal, record, withTransaction);
    }

    private static void WriteHead(HalWriter hal, OperationRecord record, long id, string type, int number)
    {
        var json = hal.Json;
        var frame = record.Transaction.Frame;
        var hash = frame.Hash.ToHex();
        json.WriteStartObject("_links");
        hal.Link("self", $"/operations/{id}");
        hal.Link("transaction", $"/transactions/{hash}");
        hal.Link("effects", $"/operations/{id}/effects");
        hal.Link("succeeds", $"/effects?order=desc&cursor={id}");
        hal.Link("precedes", $"/effects?order=asc&cursor={id}");
        json.WriteEndObject();
        json.WriteString("id", id.ToString());
        json.WriteString("paging_token", id.ToString());
        json.WriteBoolean("transaction_successful", record.IsSuccess);
        hal.Account("source_account", record.Operation.Source ?? frame.Transaction.Source);
        json.WriteString("type", type);
        json.WriteNumber("type_i", number);
        json.WriteString("created_at", Rfc3339.Text(record.Transaction.Ledger.CloseTime));
        json.WriteString("transaction_hash", hash);
    }

    private static void WriteTail(HalWriter hal, OperationRecord record, bool withTransaction)
    {
        if (withTransaction)
        {
            hal.Json.WritePropertyName("transaction");
            TransactionJson.Write(hal, record.Transaction);
        }

        hal.Json.WriteEndObject();
    }
}
