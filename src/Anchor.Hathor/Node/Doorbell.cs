using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Anchor.Hathor.Node;

/// <summary>What the doorbell says: only that it is time to look, since the node drops pushes when it has many.</summary>
public enum Ring
{
    /// <summary>The socket is connected, again perhaps: nobody knows what was missed.</summary>
    Connected = 0,
    Block = 1,
    Transaction = 2,
}

/// <summary>Listens to the node's WebSocket <c>ws</c>, and connects again with growing pauses for as long as it runs.</summary>
public sealed partial class Doorbell(HathorNodeOptions options, TimeProvider time, ILogger<Doorbell> logger)
{
    private const string Ping = """{"type":"ping"}""";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Rings until it is cancelled.</summary>
    public async Task RunAsync(Func<Ring, CancellationToken, Task> ring, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                using var socket = new NodeSocket();
                await socket.ConnectAsync(options.Socket("ws/"), cancellationToken);
                await socket.SendAsync(Ping, cancellationToken);
                await ring(Ring.Connected, cancellationToken);
                // A connection that stood begins anew with the pauses.
                pause = FirstPause;
                await ListenAsync(socket, ring, cancellationToken);
            }
            catch (Exception e)
                when (e is WebSocketException or IOException or JsonException or HathorException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                LogLost(logger, e.Message);
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>What a message of the socket means; null for noise.</summary>
    public static Ring? Read(JsonElement message)
    {
        if (
            message.ValueKind != JsonValueKind.Object
            || !message.TryGetProperty("type", out var type)
            || type.GetString() != "network:new_tx_accepted"
        )
        {
            return null;
        }

        return message.GetProperty("is_voided").GetBoolean() ? null
            : message.GetProperty("is_block").GetBoolean() ? Ring.Block
            : message.GetProperty("first_block").ValueKind == JsonValueKind.Null ? Ring.Transaction
            : null;
    }

    private static async Task ListenAsync(
        NodeSocket socket,
        Func<Ring, CancellationToken, Task> ring,
        CancellationToken cancellationToken
    )
    {
        while (await socket.ReceiveAsync(cancellationToken) is { } message)
        {
            using (message)
            {
                if (Read(message.RootElement) is { } rung)
                {
                    await ring(rung, cancellationToken);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The doorbell of the full node was lost: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}
