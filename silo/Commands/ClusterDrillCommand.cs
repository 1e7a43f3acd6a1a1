using System.CommandLine;
using System.Text.Json;
using Anchor.Hosting.Runtime;
using Anchor.Silo.Drill;
using Anchor.Silo.Drill.Cluster;
using Anchor.Silo.Operator;
using Anchor.Storage.Postgres;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor drill cluster</c>: the drill on several silos and clients of Microsoft Orleans, a random one of which is killed again and again.</summary>
internal static class ClusterDrillCommand
{
    public static Command Create()
    {
        var silos = DrillSettings.Number("--silos", "How many silos there are.", 3);
        var clients = DrillSettings.Number("--clients", "How many clients there are.", 2);
        var dead = DrillSettings.Number("--dead-after", "CLUSTER_DEAD_AFTER of the silos, in seconds.", 6);
        var database = new Option<string>("--database")
        {
            Description = $"{PostgresAddress.Form}; a schema of the drill's own is made there.",
            Required = true,
        };
        var client = new Option<string>("--client-program")
        {
            Description = "The program of the clients, anchor-client.",
            Required = true,
        };
        var stop = new Option<string>("--database-stop") { Description = "A shell command that stops the database." };
        var start = new Option<string>("--database-start") { Description = "A shell command that starts it again." };
        var command = new Command("cluster", "The same on silos and clients of Microsoft Orleans.")
        {
            silos,
            clients,
            dead,
            database,
            client,
            stop,
            start,
        };
        var settings = new DrillSettings(command, kills: 8, orders: 50);
        command.SetAction(
            (result, cancellationToken) =>
            {
                var options = settings.Read(result, result.GetValue(database));
                var plan = new ClusterPlan(
                    result.GetValue(silos),
                    result.GetValue(clients),
                    Path.GetFullPath(result.GetValue(client)!),
                    result.GetValue(stop),
                    result.GetValue(start),
                    TimeSpan.FromSeconds(result.GetValue(dead))
                );
                return Stop.AtSignalAsync(stopping => RunAsync(options, plan, stopping), cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(DrillOptions options, ClusterPlan plan, CancellationToken cancellationToken)
    {
        if (!RuntimeHosting.IsCluster)
        {
            await Console.Error.WriteLineAsync(
                $"This program was built on {RuntimeHosting.Name}, which is one process; build it with OrleansRuntime=Cluster."
            );
            return ExitCodes.WrongUse;
        }

        var folder = options.KeepFolder ?? Directory.CreateTempSubdirectory("anchor-cluster-").FullName;
        await using var world = await DrillWorld.StartAsync(options, folder, TimeProvider.System, cancellationToken);
        var run = new ClusterRun(options, plan, world, TimeProvider.System, Console.Error.WriteLine);
        var report = await run.RunAsync(cancellationToken);
        report = report with { Folder = world.Leave(report.Passed) };
        Console.Out.WriteLine(JsonSerializer.Serialize(report, ClusterJson.Default.ClusterReport));
        return report.Passed ? 0 : 1;
    }
}
