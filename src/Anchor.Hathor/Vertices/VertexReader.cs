using System.Collections.Immutable;
using System.Text.Json;

namespace Anchor.Hathor.Vertices;

/// <summary>Reads a vertex from each of the three forms in which a full node tells of it. Numbers are read as 64 bits; 0 is a value and not "none".</summary>
public static class VertexReader
{
    /// <summary>The form of the event queue.</summary>
    public static HathorVertex FromEvent(JsonElement data) =>
        Read(() =>
        {
            var metadata = Optional(data, "metadata");
            var vertex = Base(data, data.GetProperty("hash").GetString()!, static _ => null);
            return metadata is not { } known
                ? vertex
                : vertex with
                {
                    Height = vertex.IsBlock ? Number(known, "height") : null,
                    FirstBlock = Text(known, "first_block"),
                    IsVoided = known.GetProperty("voided_by").GetArrayLength() > 0,
                };
        });

    /// <summary>The form of <c>GET transaction?id=</c>: the transaction and its metadata side by side.</summary>
    public static HathorVertex FromTransaction(JsonElement answer) =>
        Read(() =>
        {
            var tx = answer.GetProperty("tx");
            var meta = answer.GetProperty("meta");
            var tokens = Tokens(tx);
            var vertex = Base(tx, tx.GetProperty("hash").GetString()!, data => HathorOutput.TokenOf(data, tokens));
            return vertex with
            {
                Height = vertex.IsBlock ? Number(tx, "height") ?? Number(meta, "height") : null,
                FirstBlock = Text(meta, "first_block"),
                IsVoided = meta.GetProperty("voided_by").GetArrayLength() > 0,
            };
        });

    /// <summary>The extended form, of <c>block_at_height</c>, of lists and of the pushes that ring the doorbell.</summary>
    public static HathorVertex FromExtended(JsonElement extended) =>
        Read(() =>
        {
            var vertex = Base(extended, extended.GetProperty("tx_id").GetString()!, static _ => null);
            return vertex with
            {
                Height = vertex.IsBlock ? Number(extended, "height") : null,
                FirstBlock = Text(extended, "first_block"),
                IsVoided = extended.GetProperty("is_voided").GetBoolean(),
            };
        });

    private static HathorVertex Base(JsonElement json, string id, Func<int, string?> tokenOfInput)
    {
        var version = json.GetProperty("version").GetInt32();
        var tokens = Tokens(json);
        if (version == 2 && !tokens.Any(token => token.Uid == id))
        {
            // A token is named by the transaction that creates it, which does not always list it.
            tokens = tokens.Insert(0, new HathorToken(id, Text(json, "token_name"), Text(json, "token_symbol")));
        }

        return new HathorVertex
        {
            Id = id,
            Version = version,
            Timestamp = json.GetProperty("timestamp").GetInt64(),
            Weight = Optional(json, "weight") is { } weight ? weight.GetDouble() : 0,
            Nonce = Optional(json, "nonce") is { } nonce ? nonce.ToString() : null,
            Parents = [.. json.GetProperty("parents").EnumerateArray().Select(parent => parent.GetString()!)],
            Inputs = [.. json.GetProperty("inputs").EnumerateArray().Select(input => Input(input, tokenOfInput))],
            Outputs =
            [
                .. json.GetProperty("outputs")
                    .EnumerateArray()
                    .Select(output => Output(output, data => HathorOutput.TokenOf(data, tokens))),
            ],
            Tokens = tokens,
            TokenName = Text(json, "token_name"),
            TokenSymbol = Text(json, "token_symbol"),
            Raw = Text(json, "raw"),
        };
    }

    private static HathorInput Input(JsonElement input, Func<int, string?> tokenOf) =>
        new(
            input.GetProperty("tx_id").GetString()!,
            input.GetProperty("index").GetInt32(),
            Optional(input, "spent_output") is { } spent ? Output(spent, tokenOf)
                : Optional(input, "value") is null ? null
                : Output(input, tokenOf)
        );

    private static HathorOutput Output(JsonElement output, Func<int, string?> tokenOf)
    {
        var data = output.GetProperty("token_data").GetInt32();
        var decoded = Optional(output, "decoded");
        return new HathorOutput
        {
            Value = output.GetProperty("value").GetInt64(),
            TokenData = data,
            Script = Text(output, "script") ?? "",
            Token = Text(output, "token") ?? tokenOf(data),
            Type = decoded is { } type ? Text(type, "type") : null,
            Address = decoded is { } address ? Text(address, "address") : null,
            Timelock = decoded is { } lockedUntil ? Number(lockedUntil, "timelock") : null,
        };
    }

    private static ImmutableArray<HathorToken> Tokens(JsonElement json) =>
        Optional(json, "tokens") is { } tokens
            ?
            [
                .. tokens
                    .EnumerateArray()
                    .Select(token =>
                        token.ValueKind == JsonValueKind.String
                            ? new HathorToken(token.GetString()!, null, null)
                            : new HathorToken(
                                token.GetProperty("uid").GetString()!,
                                Text(token, "name"),
                                Text(token, "symbol")
                            )
                    ),
            ]
            : [];

    private static JsonElement? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement json, string name) => Optional(json, name)?.GetString();

    private static long? Number(JsonElement json, string name) => Optional(json, name)?.GetInt64();

    private static HathorVertex Read(Func<HathorVertex> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HathorException($"A vertex of the node's cannot be read: {e.Message}", e);
        }
    }
}
