using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Anchor.Silo.Drill;

/// <summary>Ports for servers that will be killed and started again at the same address.</summary>
/// <remarks>
/// They lie below the range from which systems choose the near end of connections (RFC 6335 begins it at 49152, Linux at 32768). There a
/// client that calls a server which is just gone may be given the server's own port: it would talk to itself, and the server could not
/// come back to its address.
/// </remarks>
internal static class FreePorts
{
    private const int First = 11000;
    private const int End = 32000;

    /// <summary>A loopback port on which nobody listened a moment ago.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // The next one, then.
            }
        }
    }
}
