using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Anchor.Hathor.Node;

/// <summary>A WebSocket to a node that carries JSON, and that a node which says nothing any more does not hold open.</summary>
internal sealed class NodeSocket : IDisposable
{
    private const int Largest = 32 * 1024 * 1024;
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PongTakes = TimeSpan.FromSeconds(25);

    private readonly ClientWebSocket _socket = new();
    private readonly ArrayBufferWriter<byte> _message = new();

    public async Task ConnectAsync(Uri url, CancellationToken cancellationToken)
    {
        _socket.Options.KeepAliveInterval = PingInterval;
        _socket.Options.KeepAliveTimeout = PongTakes;
        await _socket.ConnectAsync(url, cancellationToken);
    }

    public Task SendAsync(string json, CancellationToken cancellationToken) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, cancellationToken);

    /// <summary>The next message; null when the node closes the socket. It holds until the next call.</summary>
    public async Task<JsonDocument?> ReceiveAsync(CancellationToken cancellationToken)
    {
        _message.ResetWrittenCount();
        while (true)
        {
            var received = await _socket.ReceiveAsync(_message.GetMemory(16 * 1024), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            _message.Advance(received.Count);
            if (_message.WrittenCount > Largest)
            {
                throw new HathorException("A message of the node's is too large.");
            }

            if (received.EndOfMessage)
            {
                return JsonDocument.Parse(_message.WrittenMemory);
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
