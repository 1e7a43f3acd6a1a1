using System.CommandLine;
using System.Diagnostics.Metrics;
using Anchor.Silo.Operator;
using Anchor.Storage;
using Anchor.Storage.Copying;
using Anchor.Storage.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor storage copy</c>: moves an installation from a SQLite file to PostgreSQL.</summary>
internal static class StorageCommand
{
    private const string SqlitePrefix = "sqlite:///";

    public static Command Create() => new("storage", "Work on the database itself, while no server runs.") { Copy() };

    private static Command Copy()
    {
        var from = new Option<string>("--from")
        {
            Description = "The SQLite file, as a path or as sqlite:///path.",
            Required = true,
        };
        var to = new Option<string>("--to")
        {
            Description =
                $"The empty database: {PostgresAddress.Form}. Without it DATABASE_URL, which other users of the machine cannot see.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("DATABASE_URL") ?? "",
        };
        to.Validators.Add(result =>
        {
            if (!PostgresAddress.TryParse(result.GetValueOrDefault<string>() ?? "", out _, out var fault))
            {
                result.AddError($"--to: {fault}.");
            }
        });
        var command = new Command("copy", "Copy a SQLite file to PostgreSQL and compare every row.") { from, to };
        command.SetAction(result => Run(result.GetValue(from)!, result.GetValue(to)!));
        return command;
    }

    private static int Run(string from, string to)
    {
        var address = PostgresAddress.Parse(to);
        var file = from.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase)
            ? from[SqlitePrefix.Length..]
            : from;
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var copied = StorageCopy.Run(
            file,
            new StorageOptions { Postgres = address },
            new StorageMetrics(services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System,
            NullLoggerFactory.Instance
        );
        Screen.Widen();
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("table", "rows", "SHA-256 of the rows, there as here");
        table.Columns[1].RightAligned();
        foreach (var row in copied)
        {
            table.AddRow(row.Name, $"{row.Rows}", row.Digest);
        }

        AnsiConsole.Write(table);
        Console.Out.WriteLine(
            $"Copied {copied.Sum(row => row.Rows)} rows to {PostgresAddress.Describe(address)}. {Path.GetFullPath(file)} is used no more: set DATABASE_URL."
        );
        if (File.Exists(file + ".key"))
        {
            Console.Out.WriteLine(
                $"The secrets are under the key in {Path.GetFullPath(file)}.key: keep it at DATA_DIR/anchor.db.key, or set ANCHOR_SECRET_KEY to what it holds."
            );
        }

        return ExitCodes.Done;
    }
}
