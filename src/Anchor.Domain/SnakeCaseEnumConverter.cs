using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Domain;

/// <summary>Writes an enum member as its name in snake case, which is the SEPs' spelling of statuses and kinds.</summary>
public sealed class SnakeCaseEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Names = Enum.GetValues<TEnum>()
        .ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    private static readonly FrozenDictionary<string, TEnum> Values = Names.ToFrozenDictionary(
        pair => pair.Value,
        pair => pair.Key
    );

    /// <summary>The member's wire name.</summary>
    public static string NameOf(TEnum value) => Names[value];

    /// <summary>False if no member has that wire name.</summary>
    public static bool TryParse(string? name, out TEnum value)
    {
        value = default;
        return name is not null && Values.TryGetValue(name, out value);
    }

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.GetString(), out var value) ? value : throw new JsonException($"Not a {typeof(TEnum).Name}.");

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
        writer.WriteStringValue(NameOf(value));
}
