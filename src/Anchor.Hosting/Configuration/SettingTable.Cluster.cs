using System.Globalization;
using static Anchor.Hosting.Configuration.ValueKinds;

namespace Anchor.Hosting.Configuration;

/// <content>The cluster, where the program is built on Microsoft Orleans and its database is on PostgreSQL; elsewhere they say nothing.</content>
internal static partial class SettingTable
{
    private static readonly ValueKind<string> ClusterName = new(
        "a name of 1 to 60 letters, digits, dots, dashes or underscores",
        static (text, out value) =>
        {
            value = text;
            return text.Length is > 0 and <= 60
                && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        }
    );

    private static readonly ValueKind<string> Host = new(
        "an IP address or the host name of this machine",
        static (text, out value) =>
        {
            value = text;
            return Uri.CheckHostName(text) is not (UriHostNameType.Unknown or UriHostNameType.Basic)
                && text is not ("0.0.0.0" or "::");
        }
    )
    {
        Explain = static text =>
            text is "0.0.0.0" or "::" ? "the others need an address at which they reach this one" : null,
    };

    private static readonly ValueKind<int> Port = new(
        "a port from 1 to 65535",
        static (text, out value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 1 and <= 65535
    );

    internal static readonly Setting<string> ClusterId = new(
        "CLUSTER_ID",
        "Cluster:Id",
        ClusterName,
        "anchor",
        "On Microsoft Orleans: silos and clients with the same name and database are one cluster."
    );

    internal static readonly Setting<string> ClusterAddress = new(
        "CLUSTER_ADDRESS",
        "Cluster:Address",
        Host,
        "127.0.0.1",
        "On Microsoft Orleans: the IP address or host name at which other silos and clients reach this silo."
    );

    internal static readonly Setting<int> SiloPort = new(
        "CLUSTER_SILO_PORT",
        "Cluster:SiloPort",
        Port,
        "11111",
        "On Microsoft Orleans: where this silo listens to other silos."
    );

    internal static readonly Setting<int> GatewayPort = new(
        "CLUSTER_GATEWAY_PORT",
        "Cluster:GatewayPort",
        Port,
        "30000",
        "On Microsoft Orleans: where this silo listens to clients."
    );

    internal static readonly Setting<TimeSpan> ClusterDeadAfter = new(
        "CLUSTER_DEAD_AFTER",
        "Cluster:DeadAfter",
        Seconds,
        "15",
        "On Microsoft Orleans: seconds of silence after which the others declare a silo dead and take its grains over."
    );

    private static Setting[] ClusterRows => [ClusterId, ClusterAddress, SiloPort, GatewayPort, ClusterDeadAfter];
}
