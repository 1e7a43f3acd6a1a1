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
        DomainNames,
        "HOST_URL's host, with its port if it has one",
        "The home domains for which challenges are given; the first is the default."
    );

    internal static readonly Setting<string> WebAuthDomain = new(
        "SEP10_WEB_AUTH_DOMAIN",
        "Sep10:WebAuthDomain",
        DomainName,
        "HOST_URL's host without port",
        "The web_auth_domain of challenges."
    );

    internal static readonly Setting<bool> AttributionRequired = new(
        "SEP10_CLIENT_ATTRIBUTION_REQUIRED",
        "Sep10:ClientAttribution:Required",
        Flag,
        "off",
        "Whether only wallets that prove their domain (client_domain) get a challenge."
    );

    internal static readonly Setting<TimeSpan> AttributionTimeout = new(
        "SEP10_CLIENT_ATTRIBUTION_REQUEST_TIMEOUT",
        "Sep10:ClientAttribution:RequestTimeout",
        Seconds,
        "3",
        "How many seconds a wallet's stellar.toml may take to read."
    );

    internal static readonly Setting<ImmutableArray<string>> AttributionAllowList = new(
        "SEP10_CLIENT_ATTRIBUTION_ALLOWLIST",
        "Sep10:ClientAttribution:AllowList",
        DomainNames,
        "all",
        "The wallets' domains that are taken note of; others are refused if one is required, else served unnamed."
    );

    internal static readonly Setting<ImmutableArray<string>> AttributionDenyList = new(
        "SEP10_CLIENT_ATTRIBUTION_DENYLIST",
        "Sep10:ClientAttribution:DenyList",
        DomainNames,
        "none",
        "The wallets' domains that are not taken note of."
    );

    internal static readonly Setting<ImmutableArray<string>> CallbackDenyList = new(
        "CALLBACK_REQUEST_DOMAIN_DENYLIST",
        "CallbackDenyList",
        DomainNames,
        "none",
        "Hosts, and all under them, that the status page is never told to call; a request that names one is served without."
    );

    internal static readonly Setting<TimeSpan> InteractiveJwtExpiration = new(
        "INTERACTIVE_JWT_EXPIRATION",
        "InteractiveJwtExpiration",
        Seconds,
        "30",
        "How many seconds the link to the interactive pages is good for."
    );

    private static Setting[] SepsRows =>
        [
            ActiveSeps,
            HomeDomains,
            WebAuthDomain,
            AttributionRequired,
            AttributionTimeout,
            AttributionAllowList,
            AttributionDenyList,
            InteractiveJwtExpiration,
            CallbackDenyList,
        ];
}
