using Anchor.Api.Operator;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Runtime.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Hosting;

namespace Anchor.Hosting.Runtime;

/// <summary>
/// The grains run on Microsoft Orleans. With a database on PostgreSQL, the silos that name it are one cluster, and clients find them there.
/// With a SQLite file, development mode: one silo that keeps membership and reminders in memory, so that reminders are lost with the
/// process and the sweep alone wakes what is overdue.
/// </summary>
internal static class RuntimeHosting
{
    public const string Name = "Microsoft Orleans";

    /// <summary>The silos of a cluster have one database; with SQLite there is only one of them.</summary>
    public const bool SharesDatabase = true;

    /// <summary>Whether several processes can share the grains.</summary>
    public static bool IsCluster => true;

    private const string DashboardPath = "/operator/dashboard";

    public static string Describe(AnchorSettings settings) =>
        settings.Postgres is null
            ? $"{Name} (development mode: one silo, reminders in memory)"
            : $"{Name}, cluster {settings.Cluster.Id}; a silo is dead after {settings.Cluster.DeadAfter.TotalSeconds:0.#} s of silence";

    /// <summary>
    /// What a command is that no server was asked to do. Beside silos it is their client: grains that came to life in it would stand still when it
    /// ends, until their reminders bring them back.
    /// </summary>
    public static RuntimePart PartOfCommand(AnchorSettings settings) =>
        settings.Postgres is not null && new ClusterDatabase(settings, RuntimePart.Command).HasSilos()
            ? RuntimePart.CommandBesideSilos
            : RuntimePart.Command;

    /// <summary>Whether grains live in the process.</summary>
    public static bool HoldsGrains(RuntimePart part) =>
        part is RuntimePart.Silo or RuntimePart.Command or RuntimePart.Facilitator;

    public static IHostApplicationBuilder AddAnchorRuntime(
        this IHostApplicationBuilder builder,
        AnchorSettings settings,
        RuntimePart part
    )
    {
        // A start alone would be forty lines of options, and hide what the anchor itself has to say. What ends a command, it says itself.
        var isCommand = part is RuntimePart.Command or RuntimePart.CommandBesideSilos;
        builder.Logging.AddFilter("Orleans", isCommand ? LogLevel.Critical : LogLevel.Warning);
        // Its first look compares with the start of the machine, and reports hours in which nothing ran.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", isCommand ? LogLevel.Critical : LogLevel.Error);
        builder.Services.Configure<OperatorOptions>(options => options.DashboardPath = DashboardPath);
        if (part == RuntimePart.Facilitator)
        {
            // Beside the silo of an anchor, perhaps, in one process: neither its ports nor its name may be taken.
            settings = settings with
            {
                Cluster = settings.Cluster with
                {
                    Id = $"{settings.Cluster.Id}-facilitator",
                    Ports = ClusterDatabase.PortsOfGuest(settings.Cluster.Ports),
                },
            };
        }

        if (settings.Postgres is null)
        {
            return part == RuntimePart.Client
                ? throw new AnchorConfigurationException([
                    $"{SettingTable.DatabaseUrl.Name}: a client finds its cluster in a database on PostgreSQL.",
                ])
                : builder.UseOrleans(silo =>
                    silo.UseLocalhostClustering(settings.Cluster.Ports.Silo, settings.Cluster.Ports.Gateway)
                        .UseInMemoryReminderService()
                        .AddDashboard()
                );
        }

        var cluster = new ClusterDatabase(settings, part);
        cluster.CheckKeys();
        if (part == RuntimePart.Silo)
        {
            cluster.CheckPorts();
        }

        builder.Services.AddHostedService(_ => new ClusterTables(cluster.ConnectionString));
        return !HoldsGrains(part)
            ? builder.UseOrleansClient(client => cluster.Configure(client, waits: part == RuntimePart.Client))
            : builder.UseOrleans(silo =>
                cluster.Configure(
                    silo,
                    part == RuntimePart.Command
                        ? ClusterDatabase.PortsOfGuest(settings.Cluster.Ports)
                        : settings.Cluster.Ports
                )
            );
    }

    /// <summary>The dashboard is of Orleans' own making; it lies where only the operator's token opens, or a sign-in with it.</summary>
    public static void MapRuntime(WebApplication app) => app.MapOrleansDashboard(DashboardPath);
}
