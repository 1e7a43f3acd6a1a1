using System.Net;
using System.Net.Sockets;

namespace Anchor.EndToEnd.Tests.Support;

internal static class Ports
{
    /// <summary>A loopback address whose port was free a moment ago.</summary>
    public static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
