using System.Text.Json;
using Anchor.Hathor.Node;

namespace Anchor.Hathor.Events;

/// <summary>
/// The node's event queue over its WebSocket <c>event_ws</c>. The node sends as many events as the window has room above the last
/// acknowledgement, and each acknowledgement makes it begin again right behind it: what was received before is dropped here.
/// </summary>
public sealed class EventStream : IDisposable
{
    private readonly NodeSocket _socket = new();
    private readonly int _window;
    private long _received;
    private long _acknowledged;

    private EventStream(int window, long? after)
    {
        _window = window;
        _received = after ?? -1;
        _acknowledged = _received;
    }

    /// <summary>Connects and asks for the events behind <paramref name="after"/>, or for all.</summary>
    public static async Task<EventStream> StartAsync(
        HathorNodeOptions options,
        int window,
        long? after,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        var stream = new EventStream(window, after);
        try
        {
            await stream._socket.ConnectAsync(options.Socket("event_ws"), cancellationToken);
            await stream._socket.SendAsync(
                after is { } id
                    ? $$"""{"type":"START_STREAM","window_size":{{window}},"last_ack_event_id":{{id}}}"""
                    : $$"""{"type":"START_STREAM","window_size":{{window}}}""",
                cancellationToken
            );
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The next event, in the order of ids and each once; null when the node ends the stream.</summary>
    /// <exception cref="HathorException">The node refused something, or left out an event.</exception>
    public async Task<StreamedEvent?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var message = await _socket.ReceiveAsync(cancellationToken);
            if (message is null)
            {
                return null;
            }

            if (Read(message.RootElement) is not { } streamed || streamed.Event.Id <= _received)
            {
                continue;
            }

            if (streamed.Event.Id != _received + 1)
            {
                throw new HathorException(
                    $"Event {streamed.Event.Id} came where {_received + 1} was due: the node's queue has a gap."
                );
            }

            _received = streamed.Event.Id;
            return streamed;
        }
    }

    /// <summary>
    /// Acknowledges the last event of a full window, so that the node sends the next one. Any other acknowledgement would meet events on their
    /// way: the node sends them again, and refuses that one of them is acknowledged before it has.
    /// </summary>
    public async Task AcknowledgeAsync(long id, CancellationToken cancellationToken)
    {
        _acknowledged = id;
        await _socket.SendAsync(
            $$"""{"type":"ACK","ack_event_id":{{id}},"window_size":{{_window}}}""",
            cancellationToken
        );
    }

    /// <summary>Whether the node sends no more before this event, the last that was taken, is acknowledged.</summary>
    public bool IsFull(long taken) => taken - _acknowledged >= _window;

    public void Dispose() => _socket.Dispose();

    private static StreamedEvent? Read(JsonElement message)
    {
        try
        {
            var type = message.GetProperty("type").GetString();
            if (type != "EVENT")
            {
                throw new HathorException(
                    $"The event queue of the node answered {type}{(message.TryGetProperty("error_message", out var why) && why.ValueKind == JsonValueKind.String ? $": {why.GetString()}" : "")}."
                );
            }

            return new StreamedEvent(
                NodeEvent.Read(message.GetProperty("event")),
                message.GetProperty("stream_id").GetString()!,
                message.GetProperty("network").GetString()!,
                message.GetProperty("latest_event_id").GetInt64()
            );
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HathorException($"A message of the event queue cannot be read: {e.Message}", e);
        }
    }
}
