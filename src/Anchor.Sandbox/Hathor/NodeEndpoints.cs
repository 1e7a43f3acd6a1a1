using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Anchor.Sandbox.Hathor;

/// <summary>The HTTP API of a full node, below <c>/v1a</c>.</summary>
internal static class NodeEndpoints
{
    private const int MempoolCap = 100;
    private const int RecentBlocks = 10;

    public static void MapNode(this IEndpointRouteBuilder routes, RecordedNode node, TimeProvider time)
    {
        Map("version", _ => Version(node));
        Map("status", _ => node.Look(chain => Status(node, chain)));
        Map("mempool", _ => node.Look(Mempool));
        Map("block_at_height", query => node.Look(chain => BlockAtHeight(node, chain, query)));
        Map("transaction", query => node.Look(chain => Transaction(chain, query)));
        Map("event", query => Events(node, query));
        routes.Map("/v1a/ws/", context => DoorbellSocket.RunAsync(context, node));
        routes.Map("/v1a/event_ws", context => EventSocket.RunAsync(context, node, time));
        routes.MapNodeControl(node);

        void Map(string path, Func<IQueryCollection, JsonObject> answer) =>
            routes.MapGet($"/v1a/{path}", context => AnswerAsync(context, node, answer, time));
    }

    private static async Task AnswerAsync(
        HttpContext context,
        RecordedNode node,
        Func<IQueryCollection, JsonObject> answer,
        TimeProvider time
    )
    {
        var faults = node.Faults;
        var fault = faults.Next();
        if (faults.Latency > TimeSpan.Zero || fault == HathorFault.Slow)
        {
            await Task.Delay(
                fault == HathorFault.Slow ? faults.Latency + TimeSpan.FromSeconds(1) : faults.Latency,
                time,
                context.RequestAborted
            );
        }

        if (fault is HathorFault.TooMany or HathorFault.Broken)
        {
            context.Response.StatusCode = fault == HathorFault.TooMany ? 429 : 500;
            return;
        }

        var json = answer(context.Request.Query).ToJsonString();
        if (fault == HathorFault.MovesOn)
        {
            node.MoveOn();
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        if (fault == HathorFault.Cut)
        {
            await context.Response.WriteAsync(json[..(json.Length / 2)], context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        await context.Response.WriteAsync(json, context.RequestAborted);
    }

    private static JsonObject Version(RecordedNode node) =>
        new()
        {
            ["version"] = "0.63.1-recorded",
            ["network"] = node.Network,
            ["min_weight"] = 2,
            ["min_tx_weight"] = 2,
            ["min_tx_weight_coefficient"] = 1.6,
            ["min_tx_weight_k"] = 100,
            ["token_deposit_percentage"] = 0.01,
            ["reward_spend_min_blocks"] = node.RewardSpendMinBlocks,
            ["max_number_inputs"] = 255,
            ["max_number_outputs"] = 255,
            ["decimal_places"] = 2,
            ["genesis_block_hash"] = node.Look(chain => chain.BlockAt(0)?.Vertex.Id),
            ["native_token"] = new JsonObject { ["name"] = "Hathor", ["symbol"] = "HTR" },
        };

    private static JsonObject Status(RecordedNode node, RecordedChain chain)
    {
        var tip = chain.Tip?.Vertex;
        var best = new JsonObject { ["hash"] = tip?.Id ?? "", ["height"] = tip?.Height ?? 0 };
        return new JsonObject
        {
            ["server"] = new JsonObject
            {
                ["id"] = node.PeerId,
                ["app_version"] = "Hathor v0.63.1-recorded",
                ["state"] = "READY",
                ["network"] = node.Network,
            },
            ["dag"] = new JsonObject
            {
                ["first_timestamp"] = chain.BlockAt(0)?.Vertex.Timestamp ?? 0,
                ["latest_timestamp"] = chain.Newest?.Vertex.Timestamp ?? 0,
                ["best_block_tips"] = new JsonArray(best.DeepClone()),
                ["best_block"] = best,
                ["best_blockchain"] = NodeJson.Array(
                    chain.Best.Reverse().Take(RecentBlocks).Select(place => new JsonArray(place.Key, place.Value))
                ),
            },
        };
    }

    private static JsonObject Mempool(RecordedChain chain) =>
        new()
        {
            ["success"] = true,
            ["transactions"] = NodeJson.Array(
                chain.Mempool.Take(MempoolCap).Select(known => JsonValue.Create(known.Vertex.Id))
            ),
        };

    private static JsonObject BlockAtHeight(RecordedNode node, RecordedChain chain, IQueryCollection query)
    {
        if (!long.TryParse(query["height"], CultureInfo.InvariantCulture, out var height))
        {
            return Refusal("Invalid height.");
        }

        if (chain.BlockAt(height) is not { } block)
        {
            return Refusal($"No block with height {height}.");
        }

        var answer = new JsonObject { ["success"] = true, ["block"] = NodeJson.Extended(block, chain) };
        if (node.GivesTransactions && query["include_transactions"] == "full")
        {
            answer["transactions"] = NodeJson.Array(
                chain.ConfirmedBy(block.Vertex.Id).Select(known => NodeJson.Extended(known, chain))
            );
        }

        return answer;
    }

    private static JsonObject Transaction(RecordedChain chain, IQueryCollection query)
    {
        if (query["type"] == "block")
        {
            var newest = chain.Newest is { } known ? [NodeJson.Extended(known, chain)] : Array.Empty<JsonObject>();
            return new JsonObject { ["transactions"] = NodeJson.Array(newest), ["has_more"] = true };
        }

        var id = query["id"].ToString();
        return id.Length != 64 ? Refusal("Invalid hash")
            : chain.Vertices.TryGetValue(id, out var vertex) ? NodeJson.Transaction(vertex, chain)
            : Refusal($"Transaction not found: {id}");
    }

    private static JsonObject Events(RecordedNode node, IQueryCollection query)
    {
        var size = int.TryParse(query["size"], CultureInfo.InvariantCulture, out var wanted) ? wanted : 100;
        var after = long.TryParse(query["last_ack_event_id"], CultureInfo.InvariantCulture, out var last) ? last : -1;
        return new JsonObject
        {
            ["events"] = NodeJson.Array(
                node.EventsFrom(after + 1, Math.Clamp(size, 0, 1000)).Select(e => JsonObject.Create(e.Json))
            ),
            ["latest_event_id"] = node.Seen - 1,
        };
    }

    private static JsonObject Refusal(string message) => new() { ["success"] = false, ["message"] = message };
}
