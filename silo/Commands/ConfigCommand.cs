using System.CommandLine;
using Anchor.Hosting.Configuration;
using Anchor.Silo.Operator;
using Spectre.Console;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor config</c>: everything that can be configured, from the table that the program itself reads by.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown")
        {
            Description = "Print the table as docs/configuration.md has it, without values.",
        };
        var command = new Command("config", "List the settings: what is in effect, and where each value came from.")
        {
            markdown,
        };
        command.SetAction(result => Print(result.GetValue(markdown)));
        return command;
    }

    private static int Print(bool markdown)
    {
        if (markdown)
        {
            Console.Out.Write(Markdown());
            return ExitCodes.Done;
        }

        Screen.Widen();
        var configuration = InstallationSettings.Read();
        var table = new Table().Border(TableBorder.Simple).AddColumns("environment, .env", "value", "from", "meaning");
        foreach (var view in SettingViews.Of(configuration.Reader, configuration.Settings))
        {
            table.AddRow([.. ((string[])[view.Name, view.Value, view.Source, view.Summary]).Select(Markup.Escape)]);
        }

        foreach (var line in configuration.Faults.Concat(configuration.Settings?.Warnings ?? []))
        {
            Console.Error.WriteLine(line);
        }

        AnsiConsole.Write(table);
        return configuration.Settings is null ? ExitCodes.WrongUse : ExitCodes.Done;
    }

    public static string Markdown() =>
        string.Concat(
            (string[])
                [
                    "| environment, `.env` | `anchor.json` | default | meaning |\n|---|---|---|---|\n",
                    .. SettingTable.All.Select(setting =>
                        $"| `{string.Join("`, `", [setting.Name, .. setting.Aliases])}` | `{setting.Path}` | {setting.Default} | {setting.Summary} |\n"
                    ),
                    .. AssetReader.Keys.Select(asset =>
                        $"| `{EnvironmentName(asset.Key)}` | `{AssetReader.Section}:0:{asset.Key}` | {asset.Default} | {asset.Summary} |\n"
                    ),
                ]
        );

    private static string EnvironmentName(string key) =>
        $"{AssetReader.Section}__0__{key.Replace(":", "__", StringComparison.Ordinal)}";
}
