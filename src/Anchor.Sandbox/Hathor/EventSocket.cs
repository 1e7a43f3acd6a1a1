using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Anchor.Sandbox.Hathor;

/// <summary>
/// The node's WebSocket <c>event_ws</c>, with its rules: a window above the last acknowledgement, and an acknowledgement that makes it
/// begin again right behind.
/// </summary>
internal sealed class EventSocket : IDisposable
{
    private readonly ServedSocket _socket;
    private readonly RecordedNode _node;
    private readonly SemaphoreSlim _turn = new(1);
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isActive;
    private long _acknowledged = -1;
    private long _sent = -1;
    private long _window;

    private EventSocket(ServedSocket socket, RecordedNode node) => (_socket, _node) = (socket, node);

    public static async Task RunAsync(HttpContext context, RecordedNode node, TimeProvider time)
    {
        using var socket = await ServedSocket.AcceptAsync(context, node.Faults);
        if (socket is null)
        {
            return;
        }

        using var session = new EventSocket(socket, node);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var sending = session.SendAsync(ending.Token);
        try
        {
            var next = socket.ReceiveAsync(ending.Token);
            while (await next is { } first)
            {
                List<string> messages = [first];
                next = socket.ReceiveAsync(ending.Token);
                if (node.Faults.ReadsEvery is { Ticks: > 0 } pause)
                {
                    await Task.Delay(pause, time, ending.Token);
                    while (next.IsCompletedSuccessfully && await next is { } another)
                    {
                        messages.Add(another);
                        next = socket.ReceiveAsync(ending.Token);
                    }
                }

                await session.HandleAsync(messages, ending.Token);
            }
        }
        catch (Exception e) when (ServedSocket.IsEnd(e))
        {
            // The other end is gone.
        }

        await ending.CancelAsync();
        try
        {
            await sending;
        }
        catch (Exception e) when (ServedSocket.IsEnd(e))
        {
            // It was told to end.
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task HandleAsync(List<string> messages, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var message in messages)
            {
                await HandleAsync(message, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }

        Interlocked
            .Exchange(ref _room, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();
    }

    private async Task HandleAsync(string message, CancellationToken cancellationToken)
    {
        var json = JsonNode.Parse(message)!.AsObject();
        var error = json["type"]?.ToString() switch
        {
            "START_STREAM" => Start(json),
            "ACK" => Acknowledge(json),
            "STOP_STREAM" => Stop(),
            _ => "VALIDATION_ERROR",
        };
        if (error is not null)
        {
            var answer = new JsonObject
            {
                ["type"] = error,
                ["invalid_request"] = message,
                ["error_message"] = null,
            };
            await _socket.SendAsync(answer.ToJsonString(), cancellationToken);
        }
    }

    private string? Start(JsonObject json)
    {
        if (_isActive)
        {
            return "STREAM_IS_ACTIVE";
        }

        var last = json["last_ack_event_id"]?.GetValue<long>() ?? -1;
        if (last >= _node.Seen)
        {
            return "ACK_TOO_LARGE";
        }

        (_isActive, _acknowledged, _sent, _window) = (true, last, last, json["window_size"]!.GetValue<long>());
        return null;
    }

    private string? Acknowledge(JsonObject json)
    {
        var id = json["ack_event_id"]!.GetValue<long>();
        var error =
            !_isActive ? "STREAM_IS_INACTIVE"
            : id <= _acknowledged ? "ACK_TOO_SMALL"
            : id > _sent ? "ACK_TOO_LARGE"
            : null;
        if (error is null)
        {
            (_acknowledged, _sent, _window) = (id, id, json["window_size"]!.GetValue<long>());
        }

        return error;
    }

    private string? Stop()
    {
        var error = _isActive ? null : "STREAM_IS_INACTIVE";
        _isActive = false;
        return error;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var moved = _node.Moved;
            var room = Volatile.Read(ref _room).Task;
            if (!await SendOneAsync(cancellationToken))
            {
                await Task.WhenAny(moved, room).WaitAsync(cancellationToken);
            }
        }
    }

    private async Task<bool> SendOneAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_isActive || _sent - _acknowledged >= _window || _node.EventsFrom(_sent + 1, 1) is not [var next])
            {
                return false;
            }

            _sent++;
            var message = new JsonObject
            {
                ["type"] = "EVENT",
                ["peer_id"] = _node.PeerId,
                ["network"] = _node.Network,
                ["event"] = JsonObject.Create(next.Json),
                ["latest_event_id"] = _node.Seen - 1,
                ["stream_id"] = _node.StreamId,
            }.ToJsonString();
            for (var times = _node.Faults.Doubles ? 2 : 1; times > 0; times--)
            {
                await _socket.SendAsync(message, cancellationToken);
            }

            return true;
        }
        finally
        {
            _turn.Release();
        }
    }
}
