using System.Text.Json.Nodes;
using Anchor.Hathor.Vertices;

namespace Anchor.Ledgers.Hathor.WalletService;

/// <summary>A vertex in the form that a wallet service takes.</summary>
internal static class PreparedTransaction
{
    /// <summary>Prepares a vertex.</summary>
    /// <param name="height">Of the block, and of what it confirms; null in the mempool.</param>
    public static JsonObject Of(HathorVertex vertex, long? height) =>
        new()
        {
            ["tx_id"] = vertex.Id,
            ["nonce"] = vertex.Nonce,
            ["timestamp"] = vertex.Timestamp,
            ["version"] = vertex.Version,
            ["weight"] = vertex.Weight,
            ["parents"] = new JsonArray([.. vertex.Parents.Select(parent => JsonValue.Create(parent))]),
            ["token_name"] = vertex.TokenName,
            ["token_symbol"] = vertex.TokenSymbol,
            ["height"] = height,
            ["inputs"] = new JsonArray([
                .. vertex.Inputs.Select(input =>
                {
                    var spent = Output(input.Spent!);
                    spent["tx_id"] = input.TxId;
                    spent["index"] = input.Index;
                    return spent;
                }),
            ]),
            ["outputs"] = new JsonArray([.. vertex.Outputs.Select(Output)]),
            ["tokens"] = new JsonArray([
                .. vertex.Tokens.Select(token => new JsonObject
                {
                    ["uid"] = token.Uid,
                    ["name"] = token.Name,
                    ["symbol"] = token.Symbol,
                }),
            ]),
            ["raw"] = vertex.Raw,
        };

    /// <summary>An output that is not understood passes without a token, and is nobody's there.</summary>
    private static JsonObject Output(HathorOutput output) =>
        new()
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
                    ["value"] = output.Value,
                    ["tokenData"] = output.TokenData,
                },
            ["token"] = output.Type is null ? "" : output.Token,
        };
}
