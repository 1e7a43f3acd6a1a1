using System.CommandLine;
using System.Text.Json;
using Anchor.Api.Operator;
using Anchor.Api.Operator.Assets;
using Anchor.Domain.Network;
using Anchor.Silo.Commands.Assets;
using Anchor.Silo.Operator;
using Anchor.Stellar;

namespace Anchor.Silo.Commands.Testnet;

/// <summary>
/// <c>anchor testnet reset</c>: after the network began anew. The assets are issued again with their issuers' seeds, then the server takes
/// the new network over and ends what hung on the old one. It may be called again wherever it stopped.
/// </summary>
internal static class ResetCommand
{
    private const string NetworkPath = "operator/network";
    private const string SeedFlag = "--issuer-seed";

    public static Command Create()
    {
        var seeds = new Option<string[]>(SeedFlag)
        {
            Description =
                "CODE=S..., once for each asset; those that are not given are asked for. ISSUER_SEED_CODE in the environment does as well.",
            Arity = ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        var amount = new Option<string>("--issue-amount")
        {
            Description = "What each distribution account shall hold.",
            DefaultValueFactory = _ => "10000000",
        };
        var force = new Option<bool>("--force") { Description = "Also where no reset was noticed." };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON." };
        var command = new Command("reset", "Set the anchor up again on a test network that was reset.")
        {
            seeds,
            amount,
            force,
            json,
        };
        command.SetAction(
            (result, cancellationToken) =>
            {
                TestNetwork.Load();
                return OperatorCommand.RunAsync(
                    (link, stop) =>
                        RunAsync(
                            link,
                            result.GetValue(seeds) ?? [],
                            result.GetValue(amount)!,
                            result.GetValue(force),
                            result.GetValue(json),
                            stop
                        ),
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        OperatorLink link,
        string[] given,
        string amount,
        bool force,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var list = await link.GetAsync(AssetsCommand.Path, AssetsJson.Default.AssetList, cancellationToken);
        TestNetwork.Require(list.NetworkPassphrase);
        var network = await link.GetAsync(NetworkPath, OperatorJson.Default.OperatorNetwork, cancellationToken);
        List<AssetIssueOrder> orders = [];
        // Once the ending is under way, the assets are there; the sandbox issues its own one by itself.
        foreach (
            var asset in list.Assets.Where(asset =>
                asset.Source != "sandbox" && network.Condition != NetworkCondition.Resolving
            )
        )
        {
            if (!TryAsk(asset, given, amount, orders))
            {
                return ExitCodes.WrongUse;
            }
        }

        foreach (var order in orders)
        {
            var answer = await link.PostAsync(
                $"{AssetsCommand.Path}/issue",
                order,
                AssetsJson.Default.AssetIssueOrder,
                AssetsJson.Default.AssetAnswer,
                isRepeatable: true,
                cancellationToken
            );
            foreach (var step in answer.Warnings)
            {
                await Console.Error.WriteLineAsync(step);
            }
        }

        return Show(await TakeOverAsync(link, force, cancellationToken), json);
    }

    /// <summary>False if what was given is wrong; it is printed then.</summary>
    private static bool TryAsk(AssetView asset, string[] given, string amount, List<AssetIssueOrder> orders)
    {
        var prefix = asset.Code + "=";
        var seed = SecretInput.Read(
            SeedFlag,
            Array.Find(given, text => text.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..],
            $"ISSUER_SEED_{asset.Code}",
            $"Seed for {asset.Code} issuer {asset.Issuer} (enter to skip): "
        );
        if (seed is null)
        {
            Console.Error.WriteLine($"{asset.Code} of {asset.Issuer} is not issued anew: no seed was given.");
            return true;
        }

        if (!KeyPair.TryFromSecret(seed, out var key))
        {
            Console.Error.WriteLine($"{asset.Code}: the value is not a Stellar secret seed (S...).");
            return false;
        }

        using (key)
        {
            if (key.Account.ToString() != asset.Issuer)
            {
                Console.Error.WriteLine(
                    $"{asset.Code}: the seed is that of {key.Account}, not of the issuer {asset.Issuer}."
                );
                return false;
            }
        }

        orders.Add(new AssetIssueOrder(asset.Code, asset.Issuer, seed, amount));
        return true;
    }

    /// <summary>The server answers after a while, done or not; what it has begun goes on meanwhile.</summary>
    private static async Task<OperatorNetwork> TakeOverAsync(
        OperatorLink link,
        bool force,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var network = await link.PostAsync(
                $"{NetworkPath}/reset",
                new OperatorNetworkReset(force),
                OperatorJson.Default.OperatorNetworkReset,
                OperatorJson.Default.OperatorNetwork,
                isRepeatable: true,
                cancellationToken
            );
            if (network.Condition != NetworkCondition.Resolving)
            {
                return network;
            }

            await Console.Error.WriteLineAsync(
                $"Under way: {network.Stage}, {network.Transactions} transactions and {network.Payouts} payouts so far."
            );
        }
    }

    private static int Show(OperatorNetwork network, bool json)
    {
        Console.Out.WriteLine(
            json
                ? JsonSerializer.Serialize(network, OperatorJson.Default.OperatorNetwork)
                : $"The new network is taken over: {network.Transactions} open transactions were told, {network.Payouts} payouts ended."
        );
        return ExitCodes.Done;
    }
}
