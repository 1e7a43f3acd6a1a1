using System.CommandLine;
using System.Globalization;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Facilitator;
using Anchor.Silo.Facilitator;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator anchor</c>: brings state roots both ways on development chains, which the organization does on real ones.</summary>
internal static class FacilitatorAnchorCommand
{
    private const string KeyVariable = "MOSAIC_ORGANIZATION_KEY";

    /// <summary>Whoever anchors on these is not a development program.</summary>
    private static readonly string[] PublicChains = ["1", "3", "4", "5", "10", "137", "8453", "42161", "11155111"];

    public static Command Create()
    {
        var files = new FileOptions();
        var command = new Command(
            "anchor",
            $"Bring state roots to the anchors of development chains; the organization's key is in {KeyVariable}."
        );
        files.AddTo(command);
        var seconds = new Option<double>("--interval")
        {
            Description = "Seconds between two roots.",
            DefaultValueFactory = _ => 5,
        };
        command.Add(seconds);
        command.SetAction(
            (result, cancellationToken) =>
                Stop.AtSignalAsync(
                    token => RunAsync(files.Read(result), TimeSpan.FromSeconds(result.GetValue(seconds)), token),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        FacilitatorFiles files,
        TimeSpan interval,
        CancellationToken cancellationToken
    )
    {
        var settings = FacilitatorConfiguration.Load(files);
        List<string> faults = [];
        var key = Hex.TryParse(Environment.GetEnvironmentVariable(KeyVariable));
        if (key is null || !Secp256k1.IsPrivateKey(key))
        {
            faults.Add($"{KeyVariable}: is no private key (0x and 64 digits).");
        }

        faults.AddRange(
            settings
                .Mosaic.Chains.Where(chain => PublicChains.Contains(chain.Id))
                .Select(chain => $"Chain {chain.Id} is public; its organization anchors there by its own means.")
        );
        if (faults.Count > 0)
        {
            throw new AnchorConfigurationException([.. faults]);
        }

        using var http = new HttpClient();
        var nodes = settings.Mosaic.Chains.ToDictionary(
            chain => chain.Id,
            chain => new EthereumClient(http, new EthereumClientOptions { Endpoint = chain.Rpc }, TimeProvider.System)
        );
        var senders = nodes.ToDictionary(
            node => node.Key,
            node => new LocalSender(
                node.Value,
                long.Parse(node.Key, CultureInfo.InvariantCulture),
                Secp256k1PrivateKey.FromBytes(key)
            )
        );
        var confirmations = settings.Mosaic.Chains.ToDictionary(chain => chain.Id, chain => chain.Confirmations);
        var anchors = settings
            .Mosaic.Pairs.SelectMany(pair =>
                new[]
                {
                    (From: pair.Origin, To: pair.Auxiliary, Anchor: pair.AuxiliaryAnchor),
                    (From: pair.Auxiliary, To: pair.Origin, Anchor: pair.OriginAnchor),
                }
            )
            .Where(way => way.Anchor is not null)
            .Select(way =>
                (
                    way.From,
                    way.To,
                    Anchor: new DevAnchor(
                        nodes[way.From],
                        confirmations[way.From],
                        nodes[way.To],
                        way.Anchor!.Value,
                        senders[way.To]
                    )
                )
            )
            .ToList();
        try
        {
            while (true)
            {
                foreach (var way in anchors)
                {
                    await BringAsync(way.Anchor, way.From, way.To, cancellationToken);
                }

                await Task.Delay(interval, TimeProvider.System, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
        finally
        {
            foreach (var sender in senders.Values)
            {
                sender.Dispose();
            }
        }
    }

    private static async Task BringAsync(DevAnchor anchor, string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            if (await anchor.BringAsync(cancellationToken) is { } height)
            {
                await Console.Out.WriteLineAsync($"block {height} of chain {from} is anchored on chain {to}");
            }
        }
        catch (Exception e) when (e is NodeUnavailableException or NodeRefusalException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"chain {from} to {to}: {e.Message}");
        }
    }
}
