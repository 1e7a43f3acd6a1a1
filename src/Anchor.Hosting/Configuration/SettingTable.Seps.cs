using System.Collections.Immutable;
using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>What wallets meet.</content>
internal static partial class SettingTable
{
    internal static readonly Setting<ImmutableArray<string>> ActiveSeps = new(
        "ACTIVE_SEPS",
        "ActiveSeps",
        List,
        "all that are built: sep-1, sep-10, sep-24",
        "The SEPs that are served."
    );

    internal static readonly Setting<ImmutableArray<string>> HomeDomains = new(
        "SEP10_HOME_DOMAINS",
        "Sep10:HomeDomains",
        List,
        "HOST_URL's host, with its port if it has one",
        "The home domains for which challenges are given; the first is the default."
    );

    internal static readonly Setting<string> WebAuthDomain = new(
        "SEP10_WEB_AUTH_DOMAIN",
        "Sep10:WebAuthDomain",
        Text,
        "HOST_URL's host without port",
        "The web_auth_domain of challenges."
    );

    internal static readonly Setting<TimeSpan> InteractiveJwtExpiration = new(
        "INTERACTIVE_JWT_EXPIRATION",
        "InteractiveJwtExpiration",
        Seconds,
        "30",
        "How many seconds the link to the interactive pages is good for."
    );

    private static Setting[] SepsRows => [ActiveSeps, HomeDomains, WebAuthDomain, InteractiveJwtExpiration];
}
