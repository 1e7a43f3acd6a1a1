using System.CommandLine;
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
        var settings = FacilitatorConfiguration.LoadAll(files);
        List<string> faults = [];
        var key = Hex.TryParse(Environment.GetEnvironmentVariable(KeyVariable));
        if (key is null || !Secp256k1.IsPrivateKey(key))
        {
            faults.Add($"{KeyVariable}: is no private key (0x and 64 digits).");
        }

        faults.AddRange(
            settings
                .SelectMany(one => one.Mosaic.Chains)
                .Select(chain => chain.Id)
                .Distinct()
                .Where(PublicChains.Contains)
                .Select(chain => $"Chain {chain} is public; its organization anchors there by its own means.")
        );
        if (faults.Count > 0)
        {
            throw new AnchorConfigurationException([.. faults]);
        }

        using var http = new HttpClient();
        try
        {
            using var anchors = await DevAnchors.FindAsync(settings, key!, http, cancellationToken);
            while (true)
            {
                await anchors.BringAsync(Console.Out.WriteLineAsync, Console.Error.WriteLineAsync, cancellationToken);
                await Task.Delay(interval, TimeProvider.System, cancellationToken);
            }
        }
        catch (Exception e) when (e is NodeUnavailableException or NodeRefusalException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Unreachable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Done;
        }
    }
}
