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

    internal static readonly Setting<string> SyncSink = new(
        "SYNC_SINK",
        "Sync:Sink",
        Text,
        "projection",
        "Where blocks are delivered: `projection`, the own one, or `wallet-service`, one outside in the sync daemon's contract."
    );

    internal static readonly Setting<string> Stage = new(
        "STAGE",
        "Sync:Stage",
        Text,
        "local",
        "The stage of the wallet service: in the names of its functions. `local` is a service on this machine, asked without a signature."
    );

    internal static readonly Setting<string> ServiceName = new(
        "SERVICE_NAME",
        "Sync:ServiceName",
        Text,
        "hathor-wallet-service",
        "The name of the wallet service: in the names of its functions."
    );

    internal static readonly Setting<Uri> WalletServiceLocalUrl = new(
        "WALLET_SERVICE_LOCAL_URL",
        "Sync:WalletServiceUrl",
        Url,
        "http://localhost:3002 if STAGE is local, else the Lambda endpoint of AWS_REGION",
        "Where the wallet service's functions are invoked without a signature."
    );

    internal static readonly Setting<string> AwsRegion = new(
        "AWS_REGION",
        "Sync:AwsRegion",
        Text,
        "required for a wallet service that is not local",
        "The region of the wallet service."
    )
    {
        Aliases = ["AWS_DEFAULT_REGION"],
    };

    internal static readonly Setting<string> AwsAccessKey = new(
        "AWS_ACCESS_KEY_ID",
        "Sync:AwsAccessKeyId",
        Text,
        "required for a wallet service that is not local",
        "Whose key signs the requests to it."
    );

    internal static readonly Setting<string> AwsSecretKey = new(
        "AWS_SECRET_ACCESS_KEY",
        "Sync:AwsSecretAccessKey",
        Text,
        "required for a wallet service that is not local",
        "The key that signs the requests to it."
    )
    {
        IsSecret = true,
    };

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
            SyncSink,
            Stage,
            ServiceName,
            WalletServiceLocalUrl,
            AwsRegion,
            AwsAccessKey,
            AwsSecretKey,
        ];
}
