using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Hathor.Vertices;

namespace Anchor.Sandbox.Hathor;

/// <summary>The forms in which a node tells of vertices over HTTP, made from that of its events.</summary>
internal static class NodeJson
{
    /// <summary>The extended form.</summary>
    public static JsonObject Extended(KnownVertex known, RecordedChain chain)
    {
        var vertex = known.Vertex;
        var json = new JsonObject
        {
            ["tx_id"] = vertex.Id,
            ["version"] = vertex.Version,
            ["weight"] = vertex.Weight,
            ["timestamp"] = vertex.Timestamp,
            ["is_voided"] = vertex.IsVoided,
            ["inputs"] = Array(
                vertex.Inputs.Select(input =>
                {
                    var spent = Output(input.Spent!, TokenOf(input, chain));
                    spent["tx_id"] = input.TxId;
                    spent["index"] = input.Index;
                    return spent;
                })
            ),
            ["outputs"] = Array(
                vertex.Outputs.Select(
                    (output, i) =>
                    {
                        var json = Output(output, output.Token!);
                        json["spent_by"] = chain.SpenderOf(vertex.Id, i);
                        return json;
                    }
                )
            ),
            ["parents"] = Array(vertex.Parents.Select(parent => JsonValue.Create(parent))),
            ["first_block"] = vertex.FirstBlock,
        };
        if (vertex.IsBlock)
        {
            json["height"] = vertex.Height;
        }

        if (vertex.IsTokenCreation)
        {
            json["token_name"] = vertex.TokenName;
            json["token_symbol"] = vertex.TokenSymbol;
            json["tokens"] = new JsonArray();
        }

        return json;
    }

    /// <summary>The answer of <c>GET transaction?id=</c>. The tokens of inputs are told by their index among those of the transaction that spends them.</summary>
    public static JsonObject Transaction(KnownVertex known, RecordedChain chain)
    {
        var vertex = known.Vertex;
        List<string> uids = [.. vertex.Tokens.Select(token => token.Uid)];
        var inputs = Array(vertex.Inputs.Select(input => Input(input, TokenOf(input, chain), uids)));
        var tx = new JsonObject
        {
            ["hash"] = vertex.Id,
            ["nonce"] = vertex.Nonce ?? "0",
            ["timestamp"] = vertex.Timestamp,
            ["version"] = vertex.Version,
            ["weight"] = vertex.Weight,
            ["signal_bits"] = 0,
            ["parents"] = Array(vertex.Parents.Select(parent => JsonValue.Create(parent))),
            ["inputs"] = inputs,
            ["outputs"] = Array(vertex.Outputs.Select(output => Whole(output, output.TokenData))),
            ["tokens"] = Array(uids.Select(uid => Token(uid, chain))),
            ["raw"] = "",
        };
        if (vertex.IsTokenCreation)
        {
            tx["token_name"] = vertex.TokenName;
            tx["token_symbol"] = vertex.TokenSymbol;
        }

        if (vertex.IsBlock)
        {
            tx["data"] = "";
            tx["height"] = vertex.Height;
        }

        return new JsonObject
        {
            ["success"] = true,
            ["tx"] = tx,
            ["meta"] = Metadata(known, chain),
            ["spent_outputs"] = Spent(vertex, chain),
        };
    }

    public static JsonArray Array(IEnumerable<JsonNode?> nodes) => [.. nodes];

    private static JsonObject Spent(HathorVertex vertex, RecordedChain chain)
    {
        var spent = new JsonObject();
        for (var i = 0; i < vertex.Outputs.Length; i++)
        {
            if (chain.SpenderOf(vertex.Id, i) is { } spender)
            {
                spent[i.ToString(CultureInfo.InvariantCulture)] = spender;
            }
        }

        return spent;
    }

    private static JsonObject Metadata(KnownVertex known, RecordedChain chain)
    {
        var recorded = known.Json.GetProperty("metadata");
        var meta = JsonObject.Create(recorded)!;
        meta["spent_outputs"] = Array(
            recorded
                .GetProperty("spent_outputs")
                .EnumerateArray()
                .Select(spent => new JsonArray(
                    spent.GetProperty("index").GetInt32(),
                    JsonArray.Create(spent.GetProperty("tx_ids"))
                ))
        );
        meta["first_block_height"] =
            known.Vertex.FirstBlock is { } block && chain.Vertices.TryGetValue(block, out var confirming)
                ? confirming.Vertex.Height
                : null;
        return meta;
    }

    private static JsonObject Input(HathorInput input, string token, List<string> uids)
    {
        if (token != HathorToken.Native && !uids.Contains(token, StringComparer.Ordinal))
        {
            // Of a token that is melted to the last part no output tells.
            uids.Add(token);
        }

        var index = token == HathorToken.Native ? 0 : uids.IndexOf(token) + 1;
        var tokenData = (input.Spent!.TokenData & 0x80) | index;
        var json = Whole(input.Spent, tokenData);
        // Told for inputs also where the script was not understood.
        json["decoded"]!["token_data"] = tokenData;
        json["tx_id"] = input.TxId;
        json["index"] = input.Index;
        return json;
    }

    private static JsonObject Whole(HathorOutput output, int tokenData)
    {
        var json = Output(output, null);
        json["token_data"] = tokenData;
        var decoded = json["decoded"]!.AsObject();
        if (decoded.Count > 0)
        {
            decoded["value"] = output.Value;
            decoded["token_data"] = tokenData;
        }

        return json;
    }

    private static JsonObject Output(HathorOutput output, string? token)
    {
        var json = new JsonObject
        {
            ["value"] = output.Value,
            ["token_data"] = output.TokenData,
            ["script"] = output.Script,
            ["decoded"] = output.Type is null
                ? new JsonObject()
                : new JsonObject
                {
                    ["type"] = output.Type,
                    ["address"] = output.Address,
                    ["timelock"] = output.Timelock,
                },
        };
        if (token is not null)
        {
            json["token"] = token;
        }

        return json;
    }

    private static JsonObject Token(string uid, RecordedChain chain) =>
        new()
        {
            ["uid"] = uid,
            ["name"] = chain.Vertices.GetValueOrDefault(uid)?.Vertex.TokenName,
            ["symbol"] = chain.Vertices.GetValueOrDefault(uid)?.Vertex.TokenSymbol,
        };

    private static string TokenOf(HathorInput input, RecordedChain chain) =>
        chain.Vertices.TryGetValue(input.TxId, out var source)
            ? source.TokenOf(input.Index)
            : throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{input.TxId} is spent and was not recorded.")
            );
}
