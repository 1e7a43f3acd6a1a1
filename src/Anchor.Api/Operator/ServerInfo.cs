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

    /// <summary>What each endpoint is, and its address.</summary>
    public IReadOnlyList<(string Name, string Address)> Endpoints { get; } =
    [
        ("SEP-1", options.Value.BaseUrl + StellarToml.Path),
        ("SEP-10", options.Value.BaseUrl + Sep10Endpoints.Path),
        ("SEP-24", options.Value.BaseUrl + Sep24Paths.Base),
    ];
}
