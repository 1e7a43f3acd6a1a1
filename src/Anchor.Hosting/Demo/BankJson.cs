using System.Text.Json.Serialization;

namespace Anchor.Hosting.Demo;

/// <summary>An order to the demonstration bank; at most one effect comes of one key.</summary>
internal sealed record BankOrder(string Key, string TransactionId, string Amount, string Asset, string Account);

/// <summary>Money that somebody sends to the business.</summary>
internal sealed record BankAnnouncement(string TransactionId, string Amount);

/// <summary>Asks for transfers in by transaction, or for transfers out by key.</summary>
internal sealed record BankQuery
{
    public IReadOnlyList<string>? Ids { get; init; }

    public IReadOnlyList<string>? Keys { get; init; }
}

/// <summary>A transfer, in or out.</summary>
/// <param name="Status"><c>pending</c>, <c>settled</c> or <c>failed</c>.</param>
internal sealed record BankTransfer(
    string TransactionId,
    string Amount,
    string Status,
    string Reference,
    string? Reason = null
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(BankOrder))]
[JsonSerializable(typeof(BankAnnouncement))]
[JsonSerializable(typeof(BankQuery))]
[JsonSerializable(typeof(BankTransfer))]
[JsonSerializable(typeof(List<BankTransfer>))]
internal sealed partial class BankJson : JsonSerializerContext;
