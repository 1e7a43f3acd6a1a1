using System.CommandLine;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text.Json;
using Anchor.Hosting.Issuing;
using Anchor.Silo.Operator;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;

namespace Anchor.Silo.Commands.Testnet;

/// <summary><c>anchor testnet issue</c>: an asset from nothing, on a test network. It needs Horizon alone, and is the one command that prints secrets.</summary>
internal static class IssueCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static Command Create()
    {
        var code = new Option<string>("--asset", "-a")
        {
            Description = "The code of the asset.",
            DefaultValueFactory = _ => "TEST",
        };
        code.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (text is not { Length: > 0 and <= 12 } || !text.All(char.IsAsciiLetterOrDigit))
            {
                result.AddError($"--asset: \"{text}\" is not an asset code of 1 to 12 letters and digits.");
            }
        });
        var issuer = Seed("--issuer-seed", "-i", "The issuer's secret seed; without it a key is made.");
        var distribution = Seed("--distribution-seed", "-d", "The distribution account's; without it a key is made.");
        var client = Seed("--client-seed", "-c", "That of a client account, which then gets the asset too.");
        var amount = Amount("--issue-amount", "What the distribution account shall hold.", "100000");
        var clientAmount = Amount("--client-amount", "What the client account shall hold (1000).", null);
        var domain = new Option<string?>("--home-domain")
        {
            Description = "The issuer's home domain; asked for on a terminal.",
        };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON." };
        var command = new Command("issue", "Issue an asset on a test network, with the accounts that it needs.")
        {
            code,
            issuer,
            distribution,
            client,
            amount,
            clientAmount,
            domain,
            json,
        };
        command.SetAction(
            (result, cancellationToken) =>
            {
                var network = TestNetwork.Load();
                foreach (
                    var option in new[] { issuer, distribution, client }.Where(o => result.GetValue(o) is not null)
                )
                {
                    SecretInput.Warn(option.Name);
                }

                var wantsClient = result.GetValue(client) is not null || result.GetValue(clientAmount) is not null;
                var order = new IssueOrder(
                    result.GetValue(code)!,
                    KeyFrom(result.GetValue(issuer)),
                    KeyFrom(result.GetValue(distribution)),
                    wantsClient ? KeyFrom(result.GetValue(client)) : null,
                    Stroops.Parse(result.GetValue(amount)!),
                    Stroops.Parse(result.GetValue(clientAmount) ?? "1000"),
                    DomainIn(result.GetValue(domain), result.GetValue(json))
                );
                return OperatorCommand.RunAsync(
                    (_, stop) => RunAsync(network, order, result.GetValue(json), stop),
                    cancellationToken
                );
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        TestNetwork network,
        IssueOrder order,
        bool json,
        CancellationToken cancellationToken
    )
    {
        // With JSON the output is that alone.
        var say = json ? Console.Error : Console.Out;
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var http = new HttpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var horizon = new HorizonClient(
            http,
            new HorizonOptions { BaseUrl = network.Horizon, NetworkPassphrase = network.Network.Passphrase },
            TimeProvider.System,
            new HorizonMetrics(services.GetRequiredService<IMeterFactory>())
        );
        try
        {
            await network.CheckAsync(horizon, limit.Token);
            if (!json)
            {
                // Before anything is funded, so that no funded account is lost.
                ShowKeys(order);
            }

            var sender = new LedgerSender(horizon, network.Network, TimeProvider.System);
            await order.RunAsync(new AssetIssue(horizon, sender, order.Asset, say.WriteLine), limit.Token);
        }
        catch (HorizonException e)
        {
            await Console.Error.WriteLineAsync($"{network.Horizon}: {e.Message}");
            return e.Failure == HorizonFailure.Refused ? ExitCodes.Failed : ExitCodes.Unreachable;
        }
        catch (LedgerRefusedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(
                $"Not done within {Patience.TotalSeconds} seconds. Called again with the same seeds, it goes on where it stopped."
            );
            return ExitCodes.Failed;
        }

        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(order.Report(network), IssueJson.Default.IssueReport));
        }
        else
        {
            Console.Out.WriteLine(
                $"{order.Asset.Code} is issued. To serve it, with the distribution account's secret key:"
            );
            Console.Out.WriteLine($"  anchor assets add --asset {order.Asset.Code} --issuer {order.Issuer.Account}");
        }

        return ExitCodes.Done;
    }

    private static void ShowKeys(IssueOrder order)
    {
        Show("Issuer account", order.Issuer);
        Show("Distribution account", order.Distribution);
        if (order.Client is { } client)
        {
            Show("Client account", client);
        }

        static void Show(string who, KeyPair key)
        {
            Console.Out.WriteLine(who);
            Console.Out.WriteLine($"  public key: {key.Account}");
            Console.Out.WriteLine($"  secret key: {key.ExportSecret()}");
        }
    }

    /// <summary>A person is asked, as Polaris does; a script is not.</summary>
    private static string? DomainIn(string? given, bool json)
    {
        if (given is not null || json || Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            return given;
        }

        Console.Out.Write("Home domain for the issuing account (enter to skip): ");
        return Console.In.ReadLine()?.Trim();
    }

    private static KeyPair KeyFrom(string? seed)
    {
        using var random = RandomNumberGenerator.Create();
        return seed is null ? KeyPair.Random(random) : KeyPair.FromSecret(seed);
    }

    private static Option<string?> Seed(string name, string alias, string description)
    {
        var option = new Option<string?>(name, alias) { Description = description };
        option.Validators.Add(result =>
        {
            if (!KeyPair.TryFromSecret(result.GetValueOrDefault<string?>(), out var key))
            {
                result.AddError($"{name}: the value is not a Stellar secret seed (S...).");
            }

            key?.Dispose();
        });
        return option;
    }

    private static Option<string?> Amount(string name, string description, string? otherwise)
    {
        var option = new Option<string?>(name) { Description = description, DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (
                result.GetValueOrDefault<string?>() is { } text
                && (!Stroops.TryParse(text, out var stroops) || stroops == 0)
            )
            {
                result.AddError($"{name}: \"{text}\" is not an amount.");
            }
        });
        return option;
    }
}
