using System.Net;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary>Who may see figures of the business: loopback, the operator's networks, and everybody in local mode.</summary>
internal sealed class OperatorAccess(IOptions<AnchorApiOptions> options)
{
    private readonly IPNetwork[] _networks =
    [
        .. options.Value.OperatorNetworks.Select(network => IPNetwork.Parse(network)),
    ];

    public bool IsAllowed(HttpContext context)
    {
        if (options.Value.LocalMode)
        {
            return true;
        }

        var headers = context.Request.Headers;
        if (
            headers.ContainsKey("X-Forwarded-For")
            || headers.ContainsKey("Forwarded")
            || context.Connection.RemoteIpAddress is not { } remote
        )
        {
            // Behind a proxy everybody seems to come from near by.
            return false;
        }

        var address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote;
        return IPAddress.IsLoopback(address)
            || Array.Exists(
                _networks,
                network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)
            );
    }
}
