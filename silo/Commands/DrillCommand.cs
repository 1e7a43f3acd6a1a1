using System.CommandLine;
using System.Text.Json;
using Anchor.Silo.Drill;
using Anchor.Storage.Postgres;
using Spectre.Console;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor drill</c>: kills a server again and again while users deposit and withdraw, then audits every stroop.</summary>
internal static class DrillCommand
{
    private const string Sqlite = "sqlite";

    public static Command Create()
    {
        var database = new Option<string>("--database")
        {
            Description =
                $"Where the server keeps its rows: sqlite, or {PostgresAddress.Form} (a schema of the drill's own is made there).",
            DefaultValueFactory = _ =>
                Environment.GetEnvironmentVariable("DATABASE_URL") is { } url && PostgresAddress.IsMeantBy(url)
                    ? url
                    : Sqlite,
        };
        database.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<string>() ?? "";
            if (value != Sqlite && !PostgresAddress.TryParse(value, out _, out var fault))
            {
                result.AddError($"--database: {fault}.");
            }
        });
        var other = new Option<string>("--other-program")
        {
            Description = "A program that lives every second life: another version, or one built on the other runtime.",
        };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON." };
        var command = new Command("drill", "Prove that money moves exactly once, whatever is killed.")
        {
            database,
            other,
            json,
            ClusterDrillCommand.Create(),
        };
        var settings = new DrillSettings(command, kills: 20, orders: 20);
        command.SetAction(
            (result, cancellationToken) =>
            {
                var postgres = result.GetValue(database) is { } url and not Sqlite ? url : null;
                var options = settings.Read(result, postgres, result.GetValue(other));
                var asJson = result.GetValue(json);
                return Stop.AtSignalAsync(stopping => RunAsync(options, asJson, stopping), cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(DrillOptions options, bool json, CancellationToken cancellationToken)
    {
        Screen.Widen();
        // Progress goes to standard error, so that --json leaves one document on standard output.
        var folder = options.KeepFolder ?? Directory.CreateTempSubdirectory("anchor-drill-").FullName;
        await using var world = await DrillWorld.StartAsync(options, folder, TimeProvider.System, cancellationToken);
        var run = new DrillRun(options, world, TimeProvider.System, Console.Error.WriteLine);
        var report = await run.RunAsync(cancellationToken);
        report = report with { Folder = world.Leave(report.Passed) };
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, DrillJson.Default.DrillReport));
        }
        else
        {
            Show(report);
        }

        return report.Passed ? 0 : 1;
    }

    private static void Show(DrillReport report)
    {
        var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
        Row("seed", $"{report.Seed}");
        Row("database", report.Database);
        Row("orders", $"{report.Deposits} deposits, {report.Withdrawals} withdrawals; {report.Completed} completed");
        Row("kills", $"{report.Kills}: {report.KillsAtSteps} at steps, {report.KillsByClock} by the clock");
        Row(
            "",
            $"{report.KillsDuringStartUp} before the server answered; {report.StepsMissed} planned steps were not reached"
        );
        Row("hit open work", $"{report.HitOpenWork} ({report.ShareOfOpenWork:P0})");
        Row("steps", string.Join(", ", report.Steps.Select(step => $"{step.Key} {step.Value}")));
        Row("faults struck", string.Join(", ", report.FaultsStruck.Select(fault => $"{fault.Key} {fault.Value}")));
        Row("start to answer", $"{report.ReadyMilliseconds} ms (median)");
        Row("extra transactions", $"{report.ExtraTransactions} left behind by lost answers");
        Row("took", $"{report.Seconds} s");
        AnsiConsole.Write(table);
        foreach (var violation in report.Violations)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]violated:[/] {violation}");
        }

        AnsiConsole.MarkupLineInterpolated($"[{(report.Passed ? "green" : "red")}]{Verdict(report)}[/]");

        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
    }

    private static string Verdict(DrillReport report) =>
        report.Passed ? "Every order was paid exactly once, to the stroop."
        : report.Violations.IsEmpty ? "Too few kills hit open work."
        : $"{report.Violations.Length} rules are violated; data and log are in {report.Folder}";
}
