using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Anchor.Ledgers.Ethereum;

/// <summary>
/// Rings when a node announces a block (eth_subscribe newHeads). What it says is not read, and where it is silent nothing is lost: such
/// subscriptions are known to die without a word, so it is only a doorbell.
/// </summary>
internal sealed class NewHeads : IDisposable
{
    private const string Subscribe = """{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}""";
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _rung = new(0, 1);
    private readonly CancellationTokenSource _stop;
    private readonly TimeProvider _time;

    private NewHeads(TimeProvider time, CancellationToken stopping)
    {
        _time = time;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    }

    /// <summary>Begins to listen; without an address it never rings.</summary>
    public static NewHeads Listen(Uri? address, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        var heads = new NewHeads(time, stopping);
        if (address is not null)
        {
            _ = heads.RunAsync(address, logger);
        }

        return heads;
    }

    /// <summary>Until a block was announced since the last time, or the time is over.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(atMost, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _rung.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    public void Dispose() => _stop.Cancel();

    private async Task RunAsync(Uri address, ILogger logger)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var socket = new ClientWebSocket();
                await socket.ConnectAsync(address, _stop.Token);
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(Subscribe),
                    WebSocketMessageType.Text,
                    WebSocketMessageFlags.EndOfMessage,
                    _stop.Token
                );
                await ListenAsync(socket);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is WebSocketException or IOException or HttpRequestException)
            {
                logger.NewHeadsFailed(address, e);
            }

            await Task.Delay(Reconnect, _time, _stop.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private async Task ListenAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        while (socket.State == WebSocketState.Open)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            if (received.EndOfMessage && _rung.CurrentCount == 0)
            {
                _rung.Release();
            }
        }
    }
}
