using System.Reflection;
using Anchor.Api.Sep1;
using Anchor.Api.Sep10;
using Anchor.Api.Sep24;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Operator;

/// <summary>What runs here and where.</summary>
internal sealed class ServerInfo(IOptions<AnchorApiOptions> options)
{
    public static string Version { get; } =
        typeof(ServerInfo)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "unknown";

    public string Runtime => options.Value.RuntimeName;

    public string NetworkPassphrase => options.Value.NetworkPassphrase;

    public string? Horizon => options.Value.HorizonUrl?.AbsoluteUri.TrimEnd('/');

    private static readonly (int Sep, string Path)[] Built =
    [
        (1, StellarToml.Path),
        (10, Sep10Endpoints.Path),
        (24, Sep24Paths.Base),
    ];

    /// <summary>What each endpoint is, and its address.</summary>
    public IReadOnlyList<(string Name, string Address)> Endpoints { get; } =
    [
        .. Built
            .Where(endpoint => options.Value.ActiveSeps.Contains(endpoint.Sep))
            .Select(endpoint => ($"SEP-{endpoint.Sep}", options.Value.BaseUrl + endpoint.Path)),
    ];
}
