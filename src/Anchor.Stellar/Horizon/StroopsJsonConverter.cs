using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Stellar.Horizon;

/// <summary>Reads an amount such as <c>"1.5000000"</c> into stroops, exactly or not at all.</summary>
public sealed class StroopsJsonConverter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Stroops.TryParse(reader.GetString(), out var stroops)
            ? stroops
            : throw new JsonException("not an amount of at most seven places");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Stroops.Format(value));
    }
}
