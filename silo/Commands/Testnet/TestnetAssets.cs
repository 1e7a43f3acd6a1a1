using System.CommandLine;
using Anchor.Api.Operator.Assets;
using Anchor.Silo.Commands.Assets;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Testnet;

/// <summary><c>anchor testnet add-asset|delete-asset</c>, with Polaris' flags: a SEP or a direction that is not named is off.</summary>
internal static class TestnetAssets
{
    public static Command Add()
    {
        var flags = new AssetFlags();
        var command = new Command("add-asset", "Add an asset, unless its code is there already.");
        flags.AddTo(command);
        command.SetAction(
            (result, cancellationToken) =>
            {
                TestNetwork.Load();
                return OperatorCommand.RunAsync((link, stop) => AddAsync(link, flags, result, stop), cancellationToken);
            }
        );
        return command;
    }

    public static Command Delete()
    {
        var flags = new AssetFlags();
        var command = new Command("delete-asset", "Delete an asset that no open transaction moves.");
        flags.AddNameTo(command);
        command.SetAction(
            (result, cancellationToken) =>
            {
                TestNetwork.Load();
                return OperatorCommand.RunAsync(
                    async (link, stop) =>
                    {
                        await ListAsync(link, stop);
                        var answer = await link.PostAsync(
                            $"{AssetsCommand.Path}/delete",
                            flags.NameIn(result),
                            AssetsJson.Default.AssetName,
                            AssetsJson.Default.AssetAnswer,
                            isRepeatable: false,
                            stop
                        );
                        AssetsCommand.Show(answer, "is deleted", json: false);
                        return ExitCodes.Done;
                    },
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<int> AddAsync(
        OperatorLink link,
        AssetFlags flags,
        ParseResult result,
        CancellationToken cancellationToken
    )
    {
        var list = await ListAsync(link, cancellationToken);
        var name = flags.NameIn(result);
        if (list.Assets.FirstOrDefault(asset => asset.Code == name.Code) is { } there)
        {
            await Console.Out.WriteLineAsync($"{there.Code} of {there.Issuer} is there already; nothing is done.");
            return ExitCodes.Done;
        }

        var answer = await link.PostAsync(
            AssetsCommand.Path,
            OffUnlessNamed(flags.ChangeIn(result, AssetsCommand.SeedIn(result, flags))),
            AssetsJson.Default.AssetChange,
            AssetsJson.Default.AssetAnswer,
            isRepeatable: false,
            cancellationToken
        );
        AssetsCommand.Show(answer, "is added", json: false);
        if (answer.Asset is { Seps: [] } or { Deposit.Enabled: false, Withdrawal.Enabled: false })
        {
            await Console.Error.WriteLineAsync(
                "It is offered to nobody: no SEP, or no direction, is enabled (--sep24-enabled, --deposit-enabled, --withdrawal-enabled)."
            );
        }

        return ExitCodes.Done;
    }

    private static async Task<AssetList> ListAsync(OperatorLink link, CancellationToken cancellationToken)
    {
        var list = await link.GetAsync(AssetsCommand.Path, AssetsJson.Default.AssetList, cancellationToken);
        TestNetwork.Require(list.NetworkPassphrase);
        return list;
    }

    private static AssetChange OffUnlessNamed(AssetChange asset) =>
        asset with
        {
            Seps = asset.Seps.ContainsKey("sep24") ? asset.Seps : asset.Seps.Add("sep24", false),
            Deposit = asset.Deposit with { Enabled = asset.Deposit.Enabled ?? false },
            Withdrawal = asset.Withdrawal with { Enabled = asset.Withdrawal.Enabled ?? false },
        };
}
