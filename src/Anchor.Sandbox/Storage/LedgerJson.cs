using System.Text.Json;
using System.Text.Json.Serialization;
using Anchor.Sandbox.History;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Storage;

/// <summary>How ledger entries are written into the ledger file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [
        typeof(Hash256Converter),
        typeof(AccountIdConverter),
        typeof(AssetConverter),
        typeof(CreditAssetConverter),
        typeof(SignerKeyConverter),
        typeof(ByteStringConverter),
        typeof(ClaimableBalanceIdConverter),
        typeof(ClaimPredicateConverter),
    ]
)]
[JsonSerializable(typeof(LedgerHeader))]
[JsonSerializable(typeof(AccountEntry))]
[JsonSerializable(typeof(ClaimableBalanceEntry))]
[JsonSerializable(typeof(IReadOnlyList<Effect>))]
[JsonSerializable(typeof(List<Effect>))]
internal sealed partial class LedgerJson : JsonSerializerContext;

/// <summary>Writes a value as its own text.</summary>
internal abstract class TextConverter<T>(Func<string, T> parse) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        parse(reader.GetString() ?? throw new JsonException("A text is needed."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value!.ToString());
}

internal sealed class Hash256Converter() : TextConverter<Hash256>(Hash256.FromHex);

internal sealed class AccountIdConverter() : TextConverter<AccountId>(AccountId.Parse);

internal sealed class AssetConverter() : TextConverter<Asset>(Asset.Parse);

internal sealed class CreditAssetConverter() : TextConverter<CreditAsset>(text => (CreditAsset)Asset.Parse(text));

internal sealed class SignerKeyConverter() : TextConverter<SignerKey>(SignerKey.Parse);

internal sealed class ByteStringConverter() : TextConverter<ByteString>(ByteString.FromHex);

internal sealed class ClaimableBalanceIdConverter() : TextConverter<ClaimableBalanceId>(ClaimableBalanceId.Parse);
