using System.Text.Json.Serialization;

namespace Anchor.Api.Operator;

/// <summary>What the operator API and the commands say to each other.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(OperatorAddress))]
[JsonSerializable(typeof(OperatorError))]
[JsonSerializable(typeof(OperatorStatus))]
[JsonSerializable(typeof(OperatorNetwork))]
[JsonSerializable(typeof(OperatorNetworkReset))]
public sealed partial class OperatorJson : JsonSerializerContext;

/// <summary>Why something asked of the operator API was not done.</summary>
public sealed record OperatorError(string Error);

/// <summary>Who answers.</summary>
public sealed record OperatorStatus(string Version, string Runtime, int ProcessId, OperatorRole Role);
