using System.Net;
using System.Net.Sockets;
using Anchor.Hosting.Configuration;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;
using Orleans.Serialization;

namespace Anchor.Hosting.Runtime.Cluster;

/// <summary>The cluster that a database on PostgreSQL makes of the processes that name it.</summary>
internal sealed class ClusterDatabase
{
    private const string Provider = "Npgsql";
    private const string ApplicationName = "anchor cluster";

    // Reminders and stored states belong to the service, whatever the cluster of the day is called.
    public const string ServiceId = "anchor";

    private const string ActiveSilos =
        "SELECT Address, Port, ProxyPort FROM OrleansMembershipTable WHERE DeploymentId = $1 AND Status = $2";

    private const string FacilitatorServiceId = "anchor-facilitator";
    private const int MaxConnections = 10;
    private const int PreparedStatements = 20;
    private const int MissedProbes = 3;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly AnchorSettings _settings;
    private readonly RuntimePart _part;

    public ClusterDatabase(AnchorSettings settings, RuntimePart part)
    {
        (_settings, _part) = (settings, part);
        ConnectionString = new NpgsqlConnectionStringBuilder(settings.Postgres)
        {
            ApplicationName = ApplicationName,
            MaxPoolSize = MaxConnections,
            // Orleans' providers send the same few statements again and again.
            MaxAutoPrepare = PreparedStatements,
            Timeout = 5,
            CommandTimeout = 15,
        }.ConnectionString;
    }

    public string ConnectionString { get; }

    /// <summary>
    /// Ports for a silo beside others, or for as long as a command works. Where the configured ones are free they are used: whoever comes back at
    /// the same address is known at once as the successor of one that was killed.
    /// </summary>
    public static SiloPorts PortsOfGuest(SiloPorts configured) => AreFree(configured) ? configured : AnyPorts();

    private static SiloPorts AnyPorts()
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return new(((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }

    /// <summary>Whether nobody listens on them on this machine.</summary>
    private static bool AreFree(SiloPorts ports) =>
        !IsTaken(new IPEndPoint(IPAddress.Any, ports.Silo)) && !IsTaken(new IPEndPoint(IPAddress.Any, ports.Gateway));

    /// <summary>A key that each process made for itself would be another one in each.</summary>
    /// <exception cref="AnchorConfigurationException">A key is missing.</exception>
    public void CheckKeys()
    {
        // A facilitator signs nothing for wallets, and has one silo, whose own key would do; but that would lie in no backup of the database.
        (Setting Setting, string? Value)[] keys =
        [
            // A sync alone signs nothing for wallets either, and that seed would make an anchor of it.
            .. _part == RuntimePart.Facilitator || !_settings.RunsAnchor
                ? Array.Empty<(Setting, string?)>()
                : [(SettingTable.SigningSeed, _settings.SigningSeed)],
            .. _part == RuntimePart.Facilitator
                ? Array.Empty<(Setting, string?)>()
                : [(SettingTable.JwtKey, _settings.JwtKey)],
            (SettingTable.SecretKey, _settings.SecretKey),
        ];
        string[] faults =
        [
            .. keys.Where(key => key.Value is null)
                .Select(key => $"{key.Setting.Name}: required in a cluster, the same for all its processes."),
        ];
        if (faults.Length > 0)
        {
            throw new AnchorConfigurationException([.. faults]);
        }
    }

    /// <summary>Whether a silo of this cluster answers at its gateway: one that was killed stays listed until another takes its place.</summary>
    /// <exception cref="AnchorConfigurationException">None does, and not all are ones whose place a command would take: Orleans lets nobody join them.</exception>
    public bool HasSilos()
    {
        var listed = Listed();
        if (listed.Any(silo => Answers(silo.Address, silo.Gateway)))
        {
            return true;
        }

        var own = (Resolve(_settings.Cluster.Address).ToString(), _settings.Cluster.Ports.Silo);
        string[] others =
        [
            .. listed.Where(silo => (silo.Address, silo.Port) != own).Select(silo => $"{silo.Address}:{silo.Port}"),
        ];
        return others.Length == 0
            ? false
            : throw new AnchorConfigurationException([
                $"{SettingTable.ClusterId.Name}: of cluster {_settings.Cluster.Id} no silo answers, and {string.Join(", ", others)} did not end in order; start the silos again first.",
            ]);
    }

    private List<(string Address, int Port, int Gateway)> Listed()
    {
        List<(string, int, int)> listed = [];
        try
        {
            using var connection = new NpgsqlConnection(ConnectionString);
            connection.Open();
            using var command = new NpgsqlCommand(ActiveSilos, connection);
            command.Parameters.Add(new() { Value = _settings.Cluster.Id });
            command.Parameters.Add(new() { Value = (int)SiloStatus.Active });
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                listed.Add((rows.GetString(0), rows.GetInt32(1), rows.IsDBNull(2) ? 0 : rows.GetInt32(2)));
            }
        }
        catch (NpgsqlException)
        {
            // There are no tables yet; or the database is away, and the storage says so in its own words.
        }

        return listed;
    }

    private static bool Answers(string address, int port)
    {
        if (port == 0)
        {
            return false;
        }

        using var socket = new TcpClient();
        try
        {
            return socket.ConnectAsync(address, port).Wait(Answer);
        }
        catch (AggregateException e) when (e.InnerException is SocketException)
        {
            return false;
        }
    }

    /// <summary>A silo that joins with the address of one that lives is taken for its successor, and that one ends.</summary>
    /// <exception cref="AnchorConfigurationException">Somebody listens on a port.</exception>
    public void CheckPorts()
    {
        (Setting Setting, int Port)[] ports =
        [
            (SettingTable.SiloPort, _settings.Cluster.Ports.Silo),
            (SettingTable.GatewayPort, _settings.Cluster.Ports.Gateway),
        ];
        var address = Resolve(_settings.Cluster.Address);
        string[] faults =
        [
            .. ports
                .Where(port => IsTaken(new IPEndPoint(address, port.Port)))
                .Select(port =>
                    $"{port.Setting.Name}: another process listens on {port.Port}; each silo of a machine needs ports of its own."
                ),
        ];
        if (faults.Length > 0)
        {
            throw new AnchorConfigurationException([.. faults]);
        }
    }

    public void Configure(ISiloBuilder silo, SiloPorts ports)
    {
        var cluster = _settings.Cluster;
        var address = Resolve(cluster.Address);
        silo.ConfigureEndpoints(
            address,
            ports.Silo,
            ports.Gateway,
            listenOnAnyHostAddress: !IPAddress.IsLoopback(address)
        );
        silo.Configure<ClusterOptions>(Name);
        silo.Configure<ExceptionSerializationOptions>(LetThrough);
        silo.UseAdoNetClustering(options =>
            (options.Invariant, options.ConnectionString) = (Provider, ConnectionString)
        );
        silo.UseAdoNetReminderService(options =>
            (options.Invariant, options.ConnectionString) = (Provider, ConnectionString)
        );
        // For grains that a business adds: the anchor's own name their storage.
        silo.AddAdoNetGrainStorageAsDefault(options =>
            (options.Invariant, options.ConnectionString) = (Provider, ConnectionString)
        );
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.NumMissedProbesLimit = MissedProbes;
            options.ProbeTimeout = cluster.DeadAfter / MissedProbes;
            options.TableRefreshTimeout = Look;
            options.IAmAliveTablePublishTimeout = Look;
            // The dead of a while ago tell nobody anything.
            options.DefunctSiloCleanupPeriod = TimeSpan.FromMinutes(10);
            options.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        silo.AddDashboard();
    }

    /// <summary>A client of the silos that the database names.</summary>
    /// <param name="client">What is configured.</param>
    /// <param name="waits">Whether it waits for a silo for as long as there is none.</param>
    public void Configure(IClientBuilder client, bool waits)
    {
        client.Configure<ClusterOptions>(Name);
        client.Configure<ExceptionSerializationOptions>(LetThrough);
        client.UseAdoNetClustering(options =>
            (options.Invariant, options.ConnectionString) = (Provider, ConnectionString)
        );
        client.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = Look);
        // A client may start before the first silo.
        client.UseConnectionRetryFilter(
            async (_, cancellationToken) =>
            {
                await Task.Delay(Retry, TimeProvider.System, cancellationToken);
                return waits;
            }
        );
        client.AddDashboard();
    }

    private static bool IsTaken(IPEndPoint endpoint)
    {
        using var listener = new TcpListener(endpoint);
        try
        {
            listener.Start();
            return false;
        }
        catch (SocketException e)
        {
            // An address that is not this machine's own is the business of whoever forwards it.
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }

    private static IPAddress Resolve(string address)
    {
        try
        {
            return IPAddress.TryParse(address, out var ip) ? ip : Dns.GetHostAddresses(address)[0];
        }
        catch (SocketException e)
        {
            throw new AnchorConfigurationException([
                $"{SettingTable.ClusterAddress.Name}: {address} is not known here: {e.Message}.",
            ]);
        }
    }

    /// <summary>
    /// The caller in another process is told what it would be told in this one: that the storage is away, say, and by what cause. An answer
    /// with an exception that cannot be sent would be none, and the caller would wait for its time-out.
    /// </summary>
    private static void LetThrough(ExceptionSerializationOptions options) =>
        options.SupportedExceptionTypeFilter = static _ => true;

    private void Name(ClusterOptions options) =>
        (options.ClusterId, options.ServiceId) = (
            _settings.Cluster.Id,
            _part == RuntimePart.Facilitator ? FacilitatorServiceId : ServiceId
        );
}
