using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary>Tells commands on this machine how to reach this process: from when it listens until it stops.</summary>
internal sealed class OperatorAddressFile(
    IServer server,
    OperatorToken token,
    IOptions<OperatorOptions> options,
    ILogger<OperatorAddressFile> logger
) : IHostedLifecycleService
{
    private OperatorAddress? _written;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AddressFile is { } file)
        {
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            if (ReachableHere(addresses) is { } url)
            {
                var address = new OperatorAddress(url, token.Value, Environment.ProcessId, options.Value.Role);
                address.Write(file);
                _written = address;
            }
            else
            {
                logger.NotReachableHere(string.Join(", ", addresses));
            }
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        // Another process may have left its own there meanwhile.
        if (_written is not null && OperatorAddress.Read(options.Value.AddressFile!) == _written)
        {
            File.Delete(options.Value.AddressFile!);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Loopback wherever the server listens on every address, else the address it listens on; plain HTTP first, because a certificate
    /// names the anchor's domain and not this machine. Null if it listens on no TCP port.
    /// </summary>
    internal static Uri? ReachableHere(IEnumerable<string> listening) =>
        listening
            .Select(BindingAddress.Parse)
            .Where(address => !address.IsUnixPipe && !address.IsNamedPipe)
            .OrderBy(address => address.Scheme == Uri.UriSchemeHttps)
            .Select(address => new UriBuilder(address.Scheme, HostOf(address), address.Port).Uri)
            .FirstOrDefault();

    // To Kestrel a name is every address of the machine, and "localhost" is loopback.
    private static string HostOf(BindingAddress address) =>
        IPAddress.TryParse(address.Host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any)
            ? ip.ToString()
            : IPAddress.Loopback.ToString();
}
