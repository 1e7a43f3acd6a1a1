using System.Net;
using System.Net.Sockets;

namespace Anchor.Storage.Tests.Support;

/// <summary>A line to a server that can break so that only the near end notices: the far end goes on as if nothing had happened.</summary>
internal sealed class CutLine : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<(TcpClient Near, TcpClient Far)> _open = [];
    private readonly List<TcpClient> _hanging = [];

    public CutLine(int port)
    {
        _listener.Start();
        _ = AcceptAsync(port);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Breaks all connections; new ones work.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            foreach (var (near, far) in _open)
            {
                _hanging.Add(far);
                near.Dispose();
            }

            _open.Clear();
        }
    }

    public void Dispose()
    {
        Cut();
        _listener.Dispose();
        _hanging.ForEach(far => far.Dispose());
    }

    private async Task AcceptAsync(int port)
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                await far.ConnectAsync(IPAddress.Loopback, port);
                lock (_gate)
                {
                    _open.Add((near, far));
                }

                _ = PassAsync(near, far);
                _ = PassAsync(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private static async Task PassAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e)
            when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or closed by the other end.
        }
    }
}
