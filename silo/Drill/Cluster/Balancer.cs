using System.Net;
using System.Net.Sockets;

namespace Anchor.Silo.Drill.Cluster;

/// <summary>The one address of all clients: each connection goes to the next client that takes it.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IReadOnlyList<Uri> _targets;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;
    private int _next;

    private Balancer(TcpListener listener, IReadOnlyList<Uri> targets)
    {
        (_listener, _targets) = (listener, targets);
        _accepting = AcceptAsync();
    }

    public static Balancer Start(Uri address, IReadOnlyList<Uri> targets)
    {
        var listener = new TcpListener(IPAddress.Loopback, address.Port);
        listener.Start();
        return new(listener, targets);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The drill is over.
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using (near)
        {
            using var far = await ConnectAsync();
            if (far is null)
            {
                return;
            }

            try
            {
                await Task.WhenAny(
                    near.GetStream().CopyToAsync(far.GetStream(), _closing.Token),
                    far.GetStream().CopyToAsync(near.GetStream(), _closing.Token)
                );
            }
            catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
            {
                // One end is gone; so is the connection.
            }
        }
    }

    /// <summary>Null if no client takes connections.</summary>
    private async Task<TcpClient?> ConnectAsync()
    {
        for (var tries = 0; tries < _targets.Count; tries++)
        {
            var target = _targets[(int)((uint)Interlocked.Increment(ref _next) % (uint)_targets.Count)];
            var far = new TcpClient();
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, target.Port, _closing.Token);
                return far;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                far.Dispose();
            }
        }

        return null;
    }
}
