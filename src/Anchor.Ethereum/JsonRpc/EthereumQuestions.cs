using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Anchor.Ethereum.JsonRpc;

/// <summary>Of which block something is asked.</summary>
public readonly record struct BlockTag
{
    private readonly string? _text;
    private readonly Bytes32? _hash;

    private BlockTag(string? text, Bytes32? hash)
    {
        _text = text;
        _hash = hash;
    }

    public static BlockTag Latest => new("latest", null);

    /// <summary>The latest block and what waits.</summary>
    public static BlockTag Pending => new("pending", null);

    public static BlockTag Safe => new("safe", null);

    public static BlockTag Finalized => new("finalized", null);

    public static BlockTag At(long height) => new(Hex.Quantity(height), null);

    /// <summary>Exactly this block, and none that took its height in a reorganisation (EIP-1898). Not for every question.</summary>
    public static BlockTag At(Bytes32 hash) => new(null, hash);

    internal JsonNode ToJson() =>
        _hash is { } hash
            ? new JsonObject { ["blockHash"] = hash.ToString(), ["requireCanonical"] = true }
            : JsonValue.Create(_text ?? "latest");

    public override string ToString() => _hash?.ToString() ?? _text ?? "latest";
}

/// <summary>A call that is tried without being sent, or whose gas is estimated.</summary>
/// <param name="To">Null for the making of a contract.</param>
public sealed record CallRequest(
    EthereumAddress? To,
    ReadOnlyMemory<byte> Data,
    EthereumAddress? From = null,
    UInt256 Value = default
)
{
    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["data"] = Hex.Of(Data.Span) };
        if (To is { } to)
        {
            json["to"] = to.ToLowerHex();
        }

        if (From is { } from)
        {
            json["from"] = from.ToLowerHex();
        }

        if (!Value.IsZero)
        {
            json["value"] = Hex.Quantity(Value);
        }

        return json;
    }
}

/// <summary>Which logs are wanted: of these contracts, whose first topic is one of these, in a range of blocks or in one.</summary>
/// <param name="Topics">Any first topic if empty.</param>
public sealed record LogFilter(ImmutableArray<EthereumAddress> Addresses, ImmutableArray<Bytes32> Topics)
{
    internal JsonObject ToJson(long from, long to)
    {
        var json = ToJson();
        json["fromBlock"] = Hex.Quantity(from);
        json["toBlock"] = Hex.Quantity(to);
        return json;
    }

    internal JsonObject ToJson(Bytes32 block)
    {
        var json = ToJson();
        json["blockHash"] = block.ToString();
        return json;
    }

    private JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["address"] = new JsonArray([.. Addresses.Select(address => (JsonNode)address.ToLowerHex())]),
        };
        if (!Topics.IsEmpty)
        {
            json["topics"] = new JsonArray(new JsonArray([.. Topics.Select(topic => (JsonNode)topic.ToString())]));
        }

        return json;
    }
}
