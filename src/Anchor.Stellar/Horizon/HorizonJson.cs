using System.Text.Json.Serialization;

namespace Anchor.Stellar.Horizon;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(HorizonRoot))]
[JsonSerializable(typeof(HorizonLedger))]
[JsonSerializable(typeof(HorizonAccount))]
[JsonSerializable(typeof(HorizonTransaction))]
[JsonSerializable(typeof(FeeStats))]
[JsonSerializable(typeof(HorizonClaimableBalance))]
[JsonSerializable(typeof(HorizonProblem))]
[JsonSerializable(typeof(OperationWire))]
[JsonSerializable(typeof(AsyncSubmissionWire))]
[JsonSerializable(typeof(PageWire<HorizonLedger>), TypeInfoPropertyName = "LedgerPage")]
[JsonSerializable(typeof(PageWire<HorizonClaimableBalance>), TypeInfoPropertyName = "ClaimableBalancePage")]
[JsonSerializable(typeof(PageWire<EffectWire>), TypeInfoPropertyName = "EffectPage")]
[JsonSerializable(typeof(PageWire<System.Text.Json.JsonElement>), TypeInfoPropertyName = "RawPage")]
internal sealed partial class HorizonJson : JsonSerializerContext;
