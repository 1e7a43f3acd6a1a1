using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Stellar.Horizon;

/// <summary>Reads an amount such as <c>"1.5000000"</c> into stroops, exactly or not at all.</summary>
public sealed class StroopsJsonConverter : JsonConverter<long>
{
    private const int Places = 7;
    private const long StroopsPerUnit = 10_000_000;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var stroops)
            ? stroops
            : throw new JsonException("not an amount of at most seven places");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Format(value));
    }

    internal static string Format(long stroops) => $"{stroops / StroopsPerUnit}.{stroops % StroopsPerUnit:D7}";

    internal static bool TryParse(string? text, out long stroops)
    {
        stroops = 0;
        var point = text?.IndexOf('.', StringComparison.Ordinal) ?? 0;
        var whole = point < 0 ? text.AsSpan() : text.AsSpan(0, point);
        var fraction = point < 0 ? [] : text.AsSpan(point + 1);
        if (whole.IsEmpty || fraction.Length > Places || (point >= 0 && fraction.IsEmpty))
        {
            return false;
        }

        var value = UInt128.Zero;
        for (var i = 0; i < whole.Length + Places; i++)
        {
            var digit =
                i < whole.Length ? whole[i]
                : i - whole.Length < fraction.Length ? fraction[i - whole.Length]
                : '0';
            value = (value * 10) + (uint)(digit - '0');
            if (!char.IsAsciiDigit(digit) || value > (UInt128)long.MaxValue)
            {
                return false;
            }
        }

        stroops = (long)value;
        return true;
    }
}
