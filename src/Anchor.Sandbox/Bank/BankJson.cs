using System.Text.Json.Serialization;
using Anchor.Sandbox.Faults;

namespace Anchor.Sandbox.Bank;

/// <summary>Money announced by someone outside.</summary>
internal sealed record IncomingAnnouncement(string TransactionId, string Amount);

/// <summary>Asks for many transfers at once: by transaction or by key. What is not known is left out of the answer.</summary>
internal sealed record TransferQuery(IReadOnlyList<string>? Ids, IReadOnlyList<string>? Keys);

/// <summary>The body of <c>/_bank/faults</c>.</summary>
internal sealed record BankFaultDocument
{
    public int Seed { get; init; } = 1;

    public Dictionary<BankFaultKind, Fault> Faults { get; init; } = [];

    public IReadOnlyDictionary<BankFaultKind, int>? Struck { get; init; }
}

/// <summary>Why a request was refused.</summary>
internal sealed record BankError(string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCaseEnumConverter<TransferStatus>), typeof(SnakeCaseEnumConverter<BankFaultKind>)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(OutgoingOrder))]
[JsonSerializable(typeof(OutgoingTransfer))]
[JsonSerializable(typeof(IncomingTransfer))]
[JsonSerializable(typeof(IncomingAnnouncement))]
[JsonSerializable(typeof(TransferQuery))]
[JsonSerializable(typeof(List<OutgoingTransfer>))]
[JsonSerializable(typeof(List<IncomingTransfer>))]
[JsonSerializable(typeof(BankBook))]
[JsonSerializable(typeof(BankFaultDocument))]
[JsonSerializable(typeof(BankError))]
internal sealed partial class BankJson : JsonSerializerContext;
