using System.CommandLine;
using Anchor.Hosting.Configuration;
using Spectre.Console;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor config</c>: everything that can be configured, from the table that the program itself reads by.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var markdown = new Option<bool>("--markdown")
        {
            Description = "Print the table as the README has it, without values.",
        };
        var command = new Command("config", "List the settings and what they are set to.") { markdown };
        command.SetAction(result => Print(result.GetValue(markdown)));
        return command;
    }

    private static void Print(bool markdown)
    {
        if (markdown)
        {
            Console.Out.Write(Markdown());
            return;
        }

        Screen.Widen();
        List<string> faults = [];
        var builder = WebApplication.CreateSlimBuilder();
        ConfigurationFiles.Load(
            builder.Configuration,
            builder.Configuration,
            builder.Environment.ContentRootPath,
            faults
        );
        var reader = new SettingsReader(builder.Configuration, faults);
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("environment, .env", "value", "default", "meaning");
        foreach (var setting in SettingTable.All)
        {
            Row(setting.Name, reader.Shown(setting) ?? "", setting.Default, setting.Summary);
        }

        foreach (var (key, otherwise, summary) in AssetReader.Keys)
        {
            Row(EnvironmentName(key), "", otherwise, summary);
        }

        faults.ForEach(Console.Error.WriteLine);
        AnsiConsole.Write(table);

        void Row(params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);
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
