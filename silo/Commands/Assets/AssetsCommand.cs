using System.CommandLine;
using System.Text.Json;
using Anchor.Api.Operator.Assets;
using Anchor.Silo.Operator;
using Spectre.Console;

namespace Anchor.Silo.Commands.Assets;

/// <summary><c>anchor assets add|list|set|enable|disable</c>: the assets of an installation, changed while it runs.</summary>
internal static class AssetsCommand
{
    public const string Path = "operator/assets";
    private const int TableWidth = 260;

    public static Command Create() =>
        new("assets", "List the assets, add them and change them, without a restart.")
        {
            Add(),
            List(),
            Set(),
            Switch("enable", "Take new transactions of an asset again."),
            Switch("disable", "Take no new transactions of an asset; open ones go on."),
        };

    private static Command Add()
    {
        var flags = new AssetFlags();
        var json = Json();
        var command = new Command("add", "Add an asset.") { json };
        flags.AddTo(command);
        command.SetAction(
            (result, cancellationToken) =>
            {
                var change = flags.ChangeIn(result, SeedIn(result, flags));
                return ChangeAsync(Path, change, "is added", result.GetValue(json), cancellationToken);
            }
        );
        return command;
    }

    private static Command Set()
    {
        var flags = new AssetFlags();
        var json = Json();
        var command = new Command("set", "Change an asset: what is not named stays.") { json };
        flags.AddTo(command);
        command.SetAction(
            (result, cancellationToken) =>
            {
                var seed = result.GetResult(flags.Seed) is null ? null : SeedIn(result, flags) ?? "";
                var change = flags.ChangeIn(result, seed);
                return ChangeAsync($"{Path}/set", change, "is changed", result.GetValue(json), cancellationToken);
            }
        );
        return command;
    }

    private static Command Switch(string verb, string description)
    {
        var flags = new AssetFlags();
        var json = Json();
        var command = new Command(verb, description) { json };
        flags.AddNameTo(command);
        command.SetAction(
            (result, cancellationToken) =>
                OperatorCommand.RunAsync(
                    async (link, stop) =>
                    {
                        var answer = await link.PostAsync(
                            $"{Path}/{verb}",
                            flags.NameIn(result),
                            AssetsJson.Default.AssetName,
                            AssetsJson.Default.AssetAnswer,
                            isRepeatable: true,
                            stop
                        );
                        Show(answer, $"is {verb}d", result.GetValue(json));
                        return ExitCodes.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command List()
    {
        var json = Json();
        var command = new Command("list", "List the assets; seeds are never shown.") { json };
        command.SetAction(
            (result, cancellationToken) =>
                OperatorCommand.RunAsync(
                    async (link, stop) =>
                    {
                        var list = await link.GetAsync(Path, AssetsJson.Default.AssetList, stop);
                        if (result.GetValue(json))
                        {
                            Console.Out.WriteLine(JsonSerializer.Serialize(list, AssetsJson.Default.AssetList));
                        }
                        else
                        {
                            Show(list);
                        }

                        return ExitCodes.Done;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    public static string? SeedIn(ParseResult result, AssetFlags flags) =>
        flags.HasSignerIn(result)
            ? result.GetValue(flags.Seed)
            : SecretInput.Read(
                "--distribution-seed",
                result.GetValue(flags.Seed),
                "DISTRIBUTION_SEED",
                "Seed of the distribution account (S...): "
            );

    public static void Show(AssetAnswer answer, string done, bool json)
    {
        foreach (var warning in answer.Warnings)
        {
            Console.Error.WriteLine(warning);
        }

        Console.Out.WriteLine(
            json
                ? JsonSerializer.Serialize(answer, AssetsJson.Default.AssetAnswer)
                : $"{answer.Asset.Code} of {answer.Asset.Issuer} {done}; distribution account {answer.Asset.DistributionAccount}."
        );
    }

    private static Task<int> ChangeAsync(
        string path,
        AssetChange change,
        string done,
        bool json,
        CancellationToken cancellationToken
    ) =>
        OperatorCommand.RunAsync(
            async (link, stop) =>
            {
                var answer = await link.PostAsync(
                    path,
                    change,
                    AssetsJson.Default.AssetChange,
                    AssetsJson.Default.AssetAnswer,
                    isRepeatable: false,
                    stop
                );
                Show(answer, done, json);
                return ExitCodes.Done;
            },
            cancellationToken
        );

    private static void Show(AssetList list)
    {
        Screen.Widen(TableWidth);
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("asset", "issuer", "distribution account", "kept", "enabled", "over", "deposit", "withdrawal")
            .AddColumn("open", column => column.RightAligned());
        foreach (var asset in list.Assets)
        {
            table.AddRow(
                asset.Code,
                asset.Issuer,
                asset.DistributionAccount,
                asset.Source,
                asset.Enabled ? "yes" : "no",
                string.Join(", ", asset.Seps),
                Describe(asset.Deposit),
                Describe(asset.Withdrawal),
                $"{asset.Open}"
            );
        }

        AnsiConsole.Write(table);
    }

    private static string Describe(DirectionView terms) =>
        terms.Enabled ? $"{terms.Min} to {terms.Max}, fee {terms.FeeFixed} + {terms.FeePercent}%" : "not offered";

    private static Option<bool> Json() => new("--json") { Description = "Print the answer as JSON." };
}
