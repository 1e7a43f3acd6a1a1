using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Money;

/// <summary>
/// An exact amount of one asset: 0 to 922337203685.4775807, at most seven decimals, which is what a ledger entry can hold.
/// </summary>
/// <remarks>Text is the only outside form: a JSON string, never a number, so that no reader can round it.</remarks>
[GenerateSerializer]
[Immutable]
[Alias("anchor.amount")]
[JsonConverter(typeof(AmountJsonConverter))]
public readonly record struct Amount : IComparable<Amount>, IParsable<Amount>
{
    private const decimal StroopsPerUnit = 10_000_000m;
    private const int LongestText = 20;

    /// <summary>The largest amount: 2^63 - 1 stroops.</summary>
    public static readonly Amount Max = FromStroops(long.MaxValue);

    /// <summary>Nothing.</summary>
    public static readonly Amount Zero;

    [Id(0)]
    public decimal Value { get; private init; }

    /// <summary>The amount in the ledger's smallest unit, one ten-millionth.</summary>
    public long Stroops => (long)(Value * StroopsPerUnit);

    public static Amount FromStroops(long stroops) =>
        stroops >= 0
            ? new() { Value = stroops / StroopsPerUnit }
            : throw new ArgumentOutOfRangeException(nameof(stroops), stroops, "An amount is not negative.");

    /// <summary>False if <paramref name="value"/> is negative, too large, or has more than seven decimals.</summary>
    public static bool TryCreate(decimal value, out Amount amount)
    {
        var fits = value is >= 0 and <= 922337203685.4775807m && decimal.Round(value, 7) == value;
        amount = fits ? new() { Value = value } : default;
        return fits;
    }

    /// <summary>Reads plain digits, with or without a point between two of them; no sign, exponent, white space or thousands separator.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Amount result)
    {
        result = default;
        return s is { Length: > 0 and <= LongestText }
            && char.IsAsciiDigit(s[0])
            && char.IsAsciiDigit(s[^1])
            && decimal.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && TryCreate(value, out result);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out Amount amount) =>
        TryParse(text, null, out amount);

    public static Amount Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var amount) ? amount : throw new FormatException("Not an amount.");

    /// <summary>Cuts <paramref name="value"/> to <paramref name="decimals"/> places, towards zero: the one place where money is rounded.</summary>
    public static Amount Floor(decimal value, int decimals = 7) =>
        TryCreate(decimal.Round(value, decimals, MidpointRounding.ToZero), out var amount)
            ? amount
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Not an amount.");

    public static Amount operator +(Amount left, Amount right) =>
        TryCreate(left.Value + right.Value, out var sum) ? sum : throw new OverflowException("The sum is too large.");

    public static Amount operator -(Amount left, Amount right) =>
        TryCreate(left.Value - right.Value, out var rest)
            ? rest
            : throw new OverflowException("The difference is negative.");

    public static bool operator <(Amount left, Amount right) => left.Value < right.Value;

    public static bool operator >(Amount left, Amount right) => left.Value > right.Value;

    public static bool operator <=(Amount left, Amount right) => left.Value <= right.Value;

    public static bool operator >=(Amount left, Amount right) => left.Value >= right.Value;

    public int CompareTo(Amount other) => Value.CompareTo(other.Value);

    /// <summary>The shortest text that says the same: 1.5, not 1.5000000.</summary>
    public override string ToString() => Value.ToString("0.#######", CultureInfo.InvariantCulture);
}

/// <summary>Amounts are texts in JSON, so that no reader makes a double of them.</summary>
public sealed class AmountJsonConverter : JsonConverter<Amount>
{
    public override Amount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Amount.TryParse(reader.GetString(), out var amount)
            ? amount
            : throw new JsonException("Not an amount.");

    public override void Write(Utf8JsonWriter writer, Amount value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
