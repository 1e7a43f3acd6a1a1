using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Anchor.Sandbox.Hathor;

/// <summary>The node's end of a WebSocket, which breaks when it is to.</summary>
internal sealed class ServedSocket : IDisposable
{
    private readonly WebSocket _socket;
    private readonly HathorFaults _faults;
    private readonly EventHandler _break;
    private int _sent;

    private ServedSocket(WebSocket socket, HathorFaults faults, Action breaks)
    {
        (_socket, _faults, _break) = (socket, faults, (_, _) => breaks());
        _faults.Breaking += _break;
    }

    /// <summary>Null for a request that is none for a WebSocket; it was answered.</summary>
    public static async Task<ServedSocket?> AcceptAsync(HttpContext context, HathorFaults faults)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return null;
        }

        return new ServedSocket(await context.WebSockets.AcceptWebSocketAsync(), faults, context.Abort);
    }

    public async Task SendAsync(string json, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, true, cancellationToken);
        if (_faults.ClosesAfter > 0 && ++_sent >= _faults.ClosesAfter)
        {
            // Half closed: the other end may still talk.
            await _socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, cancellationToken);
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
        }
    }

    /// <summary>The next message; null at the end.</summary>
    public async Task<string?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(message.AsMemory(length), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message, 0, length);
            }
        }
    }

    /// <summary>Whether what was thrown means that the other end is gone, or this program ends.</summary>
    public static bool IsEnd(Exception e) =>
        e
            is WebSocketException
                or IOException
                or OperationCanceledException
                or JsonException
                or ObjectDisposedException;

    public void Dispose()
    {
        _faults.Breaking -= _break;
        _socket.Dispose();
    }
}
