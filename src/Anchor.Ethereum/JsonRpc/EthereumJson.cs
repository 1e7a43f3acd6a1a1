using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchor.Ethereum.JsonRpc;

/// <summary>The answers of a node, read without reflection. Every number is a quantity and every array of bytes is hexadecimal.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(LongQuantityConverter), typeof(BytesConverter)]
)]
[JsonSerializable(typeof(EthereumBlock))]
[JsonSerializable(typeof(EthereumLog[]))]
[JsonSerializable(typeof(TransactionReceipt))]
[JsonSerializable(typeof(EthereumAccountProof))]
[JsonSerializable(typeof(MinedTransaction))]
[JsonSerializable(typeof(FeeHistory))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(UInt256))]
[JsonSerializable(typeof(Bytes32))]
[JsonSerializable(typeof(ReadOnlyMemory<byte>))]
internal sealed partial class EthereumJson : JsonSerializerContext;

/// <summary>A quantity of at most 63 bits: heights, nonces, gas, times.</summary>
internal sealed class LongQuantityConverter : JsonConverter<long>
{
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && Hex.TryParseQuantity(reader.GetString()) is { } number
        && number <= long.MaxValue
            ? (long)number
            : throw new JsonException("Not a quantity.");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Hex.Quantity(value));
}

/// <summary>A quantity of at most 256 bits. Some nodes pad storage values with zeros, which is taken as well.</summary>
internal sealed class UInt256QuantityConverter : JsonConverter<UInt256>
{
    public override UInt256 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        if (Hex.TryParseQuantity(text) is { } number)
        {
            return number;
        }

        return Bytes32.TryParse(text, out var word)
            ? UInt256.FromBigEndian(word.ToArray())
            : throw new JsonException("Not a quantity.");
    }

    public override void Write(Utf8JsonWriter writer, UInt256 value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Hex.Quantity(value));
}

internal sealed class BytesConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        Hex.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null)
        ?? throw new JsonException("Not 0x and pairs of hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Hex.Of(value.Span));
}

internal sealed class Bytes32Converter : JsonConverter<Bytes32>
{
    public override Bytes32 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Bytes32.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("Not 32 bytes.");

    public override void Write(Utf8JsonWriter writer, Bytes32 value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

internal sealed class EthereumAddressConverter : JsonConverter<EthereumAddress>
{
    public override EthereumAddress Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        reader.TokenType == JsonTokenType.String && EthereumAddress.TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("Not an address.");

    public override void Write(Utf8JsonWriter writer, EthereumAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
