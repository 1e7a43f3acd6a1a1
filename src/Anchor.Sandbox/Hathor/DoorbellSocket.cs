using System.Text.Json.Nodes;
using Anchor.Hathor.Events;
using Microsoft.AspNetCore.Http;

namespace Anchor.Sandbox.Hathor;

/// <summary>The node's WebSocket <c>ws</c>: pushes for vertices that come, among things that nobody asked for. Pushes get lost when there are many.</summary>
internal static class DoorbellSocket
{
    // A real node drops what is more than this at a time.
    private const int PushesAtOnce = 20;

    public static async Task RunAsync(HttpContext context, RecordedNode node)
    {
        using var socket = await ServedSocket.AcceptAsync(context, node.Faults);
        if (socket is null)
        {
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            await socket.SendAsync("""{"type":"capabilities","capabilities":["history-streaming"]}""", ending.Token);
            using var turn = new SemaphoreSlim(1);
            var pushing = PushAsync(socket, turn, node, ending.Token);
            while (await socket.ReceiveAsync(ending.Token) is { } message)
            {
                if (JsonNode.Parse(message)?["type"]?.ToString() == "ping")
                {
                    await SendAsync(socket, turn, """{"type":"pong"}""", ending.Token);
                }
            }

            await ending.CancelAsync();
            await pushing;
        }
        catch (Exception e) when (ServedSocket.IsEnd(e))
        {
            // It is as with a real node: who wants to listen connects again.
            await ending.CancelAsync();
        }
    }

    private static async Task PushAsync(
        ServedSocket socket,
        SemaphoreSlim turn,
        RecordedNode node,
        CancellationToken cancellationToken
    )
    {
        var told = node.Seen;
        var pushed = 0;
        while (true)
        {
            var moved = node.Moved;
            var fresh = node.EventsFrom(told, int.MaxValue).Where(e => e.Event.Kind == NodeEventKind.NewVertexAccepted);
            foreach (var recorded in fresh.Take(PushesAtOnce))
            {
                if (node.Faults.LosesEvery is > 0 and var every && ++pushed % every == 0)
                {
                    continue;
                }

                var json = Push(node, recorded);
                for (var times = node.Faults.Doubles ? 2 : 1; json is not null && times > 0; times--)
                {
                    await SendAsync(socket, turn, json, cancellationToken);
                }
            }

            told = node.Seen;
            await SendAsync(
                socket,
                turn,
                """{"transactions":0,"blocks":0,"best_block_height":0,"hash_rate":0.0,"peers":0,"type":"dashboard:metrics"}""",
                cancellationToken
            );
            await moved.WaitAsync(cancellationToken);
        }
    }

    private static string? Push(RecordedNode node, RecordedEvent recorded) =>
        node.Look(chain =>
        {
            if (!chain.Vertices.TryGetValue(recorded.Event.Vertex!.Id, out var known))
            {
                return null;
            }

            var push = NodeJson.Extended(known, chain);
            push["is_block"] = known.Vertex.IsBlock;
            push["type"] = "network:new_tx_accepted";
            push["throttled"] = false;
            return push.ToJsonString();
        });

    private static async Task SendAsync(
        ServedSocket socket,
        SemaphoreSlim turn,
        string json,
        CancellationToken cancellationToken
    )
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await socket.SendAsync(json, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }
}
