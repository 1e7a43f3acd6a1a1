using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>Following Hathor networks.</content>
internal static partial class SettingTable
{
    internal static readonly Setting<Uri> HathorServer = new(
        "DEFAULT_SERVER",
        "Sync:Server",
        Url,
        "none: no Hathor network is followed",
        "The API of a Hathor full node, up to its `/v1a/`. Given without anything of an anchor's, the sync runs alone."
    );

    internal static readonly Setting<string> HathorNetworkName = new(
        "NETWORK",
        "Sync:Network",
        Text,
        "mainnet",
        "The name of the Hathor network, which the node is held to."
    );

    internal static readonly Setting<System.Collections.Immutable.ImmutableArray<string>> HathorNetworks = new(
        "SYNC_NETWORKS",
        "Sync:Networks",
        List,
        "none",
        "Further Hathor networks, each as `name=URL of the node`."
    );

    internal static readonly Setting<bool> SyncByQueue = new(
        "SYNC_EVENT_QUEUE",
        "Sync:EventQueue",
        Flag,
        "off",
        "Follows by the node's event queue, which must run there, instead of walking over HTTP. Turned on later, it builds the projection anew."
    );

    internal static readonly Setting<int> SyncParallel = new(
        "SYNC_PARALLEL",
        "Sync:Parallel",
        Count,
        "16",
        "How many blocks are downloaded at once."
    );

    internal static readonly Setting<int> SyncRate = new(
        "SYNC_REQUESTS_PER_SECOND",
        "Sync:RequestsPerSecond",
        Count,
        "no limit",
        "Requests a second of one kind to one node; public nodes take 3."
    );

    internal static readonly Setting<int> SyncSelfHeals = new(
        "SYNC_SELF_HEALS",
        "Sync:SelfHeals",
        CountOrNone,
        "3",
        "How often a failed sync starts again by itself, after a minute, two, four and so on, before it waits for `anchor sync restart`."
    );

    internal static readonly Setting<Uri> SyncAlertUrl = new(
        "SYNC_ALERT_URL",
        "Sync:AlertUrl",
        Url,
        "none: alerts are logged",
        "Where alerts are posted to, as JSON with title, message and severity."
    );

    internal static readonly Setting<int> MaxAddressGap = new(
        "MAX_ADDRESS_GAP",
        "Sync:MaxAddressGap",
        Count,
        "20",
        "How many unused addresses a wallet looks ahead, if it does not say otherwise when it is registered."
    );

    private static Setting[] SyncRows =>
        [
            HathorServer,
            HathorNetworkName,
            HathorNetworks,
            SyncByQueue,
            SyncParallel,
            SyncRate,
            SyncSelfHeals,
            SyncAlertUrl,
            MaxAddressGap,
        ];
}
