using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Anchor.Sandbox.Hathor;

/// <summary>What no real node lets one do, under <c>/_sandbox</c>: move it on, and make it fail.</summary>
internal static class NodeControl
{
    public static void MapNodeControl(this IEndpointRouteBuilder routes, RecordedNode node)
    {
        var control = routes.MapGroup("/_sandbox");
        control.MapGet("", () => Position(node));
        control.MapPost("/step", () => Then(node, () => node.MoveOn()));
        control.MapPost(
            "/move/{seen:int:min(0)}",
            (int seen) => Then(node, () => node.MoveTo(Math.Min(seen, node.Recording.Events.Length)))
        );
        // A restart: sockets break, what the node knows stays.
        control.MapPost("/restart", () => Then(node, node.Faults.BreakSockets));
        control.MapPost(
            "/stream/{id}",
            (string id) =>
                Then(
                    node,
                    () =>
                    {
                        node.StreamId = id;
                        node.Faults.BreakSockets();
                    }
                )
        );
        control.MapPost("/faults", (HttpRequest request) => SetFaultsAsync(request, node));
    }

    private static IResult Then(RecordedNode node, Action action)
    {
        action();
        return Position(node);
    }

    private static async Task<IResult> SetFaultsAsync(HttpRequest request, RecordedNode node)
    {
        var json = (await JsonNode.ParseAsync(request.Body))?.AsObject() ?? [];
        var faults = node.Faults;
        faults.Latency = TimeSpan.FromMilliseconds(json["latency_ms"]?.GetValue<int>() ?? 0);
        faults.StrikesEvery = json["strikes_every"]?.GetValue<int>() ?? 0;
        faults.LosesEvery = json["loses_every"]?.GetValue<int>() ?? 0;
        faults.Doubles = json["doubles"]?.GetValue<bool>() ?? false;
        faults.ReadsEvery = TimeSpan.FromMilliseconds(json["reads_every_ms"]?.GetValue<int>() ?? 0);
        faults.ClosesAfter = json["closes_after"]?.GetValue<int>() ?? 0;
        return Position(node);
    }

    private static IResult Position(RecordedNode node) =>
        Results.Text(
            new JsonObject
            {
                ["recording"] = node.Recording.Name,
                ["seen"] = node.Seen,
                ["of"] = node.Recording.Events.Length,
                ["faults_struck"] = node.Faults.Struck,
            }.ToJsonString(),
            "application/json"
        );
}
