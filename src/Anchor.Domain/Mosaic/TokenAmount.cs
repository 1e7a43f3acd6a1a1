using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Domain.Mosaic;

/// <summary>A <c>uint256</c> of the contracts, such as an amount in a token's smallest unit. Stored and shown as decimal digits.</summary>
[GenerateSerializer]
[Immutable]
[Alias("anchor.mosaic.token-amount")]
[JsonConverter(typeof(TokenAmountJsonConverter))]
public readonly record struct TokenAmount : IComparable<TokenAmount>
{
    private const int MostBits = 256;
    private const int LongestText = 78;

    public static readonly TokenAmount Zero;

    /// <summary>Null stands for zero, so that the default value is one.</summary>
    [Id(0)]
    public string? Digits { get; private init; }

    [JsonIgnore]
    public BigInteger Value =>
        Digits is null ? BigInteger.Zero : BigInteger.Parse(Digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The amount of this many smallest units.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or has more than 256 bits.</exception>
    public static TokenAmount Of(BigInteger value) =>
        value.Sign >= 0 && value.GetBitLength() <= MostBits
            ? new() { Digits = value.IsZero ? null : value.ToString(CultureInfo.InvariantCulture) }
            : throw new ArgumentOutOfRangeException(nameof(value), value, "It is not a uint256.");

    /// <summary>False if the text is not plain digits, or names more than 256 bits.</summary>
    public static bool TryParse(string? text, out TokenAmount amount)
    {
        amount = default;
        if (
            text is not { Length: > 0 and <= LongestText }
            || !BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || value.GetBitLength() > MostBits
        )
        {
            return false;
        }

        amount = Of(value);
        return true;
    }

    public static bool operator <(TokenAmount left, TokenAmount right) => left.CompareTo(right) < 0;

    public static bool operator >(TokenAmount left, TokenAmount right) => left.CompareTo(right) > 0;

    public static bool operator <=(TokenAmount left, TokenAmount right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TokenAmount left, TokenAmount right) => left.CompareTo(right) >= 0;

    public int CompareTo(TokenAmount other) => Value.CompareTo(other.Value);

    public override string ToString() => Digits ?? "0";
}

/// <summary>Digits in a JSON string, so that no reader can round them.</summary>
public sealed class TokenAmountJsonConverter : JsonConverter<TokenAmount>
{
    public override TokenAmount Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TokenAmount.TryParse(reader.GetString(), out var amount) ? amount : throw new JsonException("Not a uint256.");

    public override void Write(Utf8JsonWriter writer, TokenAmount value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
