using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchor.Sandbox.Hathor;

namespace Anchor.Hathor.Tests;

/// <summary>Vertices as a node's events tell of them, made by hand where no recording has what a test needs.</summary>
internal sealed class Crafted
{
    private readonly List<JsonElement> _events = [];

    public static string Id(int number) => number.ToString("x64", CultureInfo.InvariantCulture);

    public HathorRecording ToRecording() => HathorRecording.Of("crafted", _events);

    /// <summary>A block with a reward of 6400; its number is its id and its time.</summary>
    public Crafted Block(int number, int height, params int[] parents) =>
        Add(number, 0, height, null, parents, [], isVoided: false);

    /// <summary>A block beside the best chain.</summary>
    public Crafted VoidedBlock(int number, int height, params int[] parents) =>
        Add(number, 0, height, null, parents, [], isVoided: true);

    /// <summary>A transaction that spends the first outputs of others.</summary>
    public Crafted Transaction(int number, int? firstBlock, int[] parents, params int[] spends) =>
        Add(number, 1, 0, firstBlock, parents, spends, isVoided: false);

    private Crafted Add(
        int number,
        int version,
        int height,
        int? firstBlock,
        int[] parents,
        int[] spends,
        bool isVoided
    )
    {
        var id = Id(number);
        var json = new JsonObject
        {
            ["id"] = _events.Count,
            ["timestamp"] = (double)number,
            ["type"] = "NEW_VERTEX_ACCEPTED",
            ["group_id"] = null,
            ["data"] = new JsonObject
            {
                ["hash"] = id,
                ["nonce"] = 0,
                ["timestamp"] = number,
                ["version"] = version,
                ["weight"] = 1.0,
                ["parents"] = new JsonArray([.. parents.Select(parent => JsonValue.Create(Id(parent)))]),
                ["inputs"] = new JsonArray([
                    .. spends.Select(spent => new JsonObject
                    {
                        ["tx_id"] = Id(spent),
                        ["index"] = 0,
                        ["spent_output"] = Output(),
                    }),
                ]),
                ["outputs"] = new JsonArray(Output()),
                ["tokens"] = new JsonArray(),
                ["token_name"] = null,
                ["token_symbol"] = null,
                ["metadata"] = new JsonObject
                {
                    ["hash"] = id,
                    ["spent_outputs"] = new JsonArray(),
                    ["voided_by"] = isVoided ? new JsonArray(id) : new JsonArray(),
                    ["first_block"] = firstBlock is { } block ? Id(block) : null,
                    ["height"] = height,
                },
            },
        };
        _events.Add(JsonSerializer.SerializeToElement(json));
        return this;
    }

    private static JsonObject Output() =>
        new()
        {
            ["value"] = 6400,
            ["token_data"] = 0,
            ["script"] = "",
            ["decoded"] = new JsonObject
            {
                ["type"] = "P2PKH",
                ["address"] = "HRQe4CXj8AZXzSmuNztU8iQR74QTQMbnTs",
                ["timelock"] = null,
            },
        };
}
