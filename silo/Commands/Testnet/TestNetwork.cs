using Anchor.Hosting.Configuration;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;

namespace Anchor.Silo.Commands.Testnet;

/// <summary>The network that the sources of the configuration name, if it is one for tests. It reads no more than that: no anchor need be configured.</summary>
internal sealed record TestNetwork(Uri Horizon, Network Network)
{
    /// <summary>Reads the sources that the server reads too.</summary>
    /// <exception cref="AnchorConfigurationException">Something is configured wrong, or the network is the public one.</exception>
    public static TestNetwork Load()
    {
        List<string> faults = [];
        var reader = SettingsSources.Read(faults);
        var horizon = reader.Get(
            SettingTable.HorizonUri,
            reader.Get(SettingTable.SandboxUrl, new Uri("http://localhost:8001"))
        );
        var passphrase = reader.Get(SettingTable.Passphrase, SettingTable.Passphrase.Default);
        if (passphrase == AnchorSettings.PublicPassphrase)
        {
            faults.Add(PublicRefusal(SettingTable.Passphrase.Name));
        }

        return faults.Count == 0
            ? new TestNetwork(horizon, new Network(passphrase))
            : throw new AnchorConfigurationException([.. faults]);
    }

    /// <summary>Whatever is configured here, the server's own word counts.</summary>
    /// <exception cref="AnchorConfigurationException">The server is on the public network.</exception>
    public static void Require(string serversPassphrase)
    {
        if (serversPassphrase == AnchorSettings.PublicPassphrase)
        {
            throw new AnchorConfigurationException([PublicRefusal("The server")]);
        }
    }

    /// <summary>Asks Horizon whether it is on this network.</summary>
    /// <exception cref="AnchorConfigurationException">It is on another one.</exception>
    /// <exception cref="HorizonException">It does not answer.</exception>
    public async Task CheckAsync(HorizonClient horizon, CancellationToken cancellationToken)
    {
        var root = await horizon.GetRootAsync(cancellationToken);
        if (root.NetworkPassphrase != Network.Passphrase)
        {
            throw new AnchorConfigurationException([
                $"{SettingTable.HorizonUri.Name}: {Horizon} is on the network \"{root.NetworkPassphrase}\", not on \"{Network.Passphrase}\".",
            ]);
        }
    }

    private static string PublicRefusal(string who) =>
        $"{who}: this is the public network; \"anchor testnet\" is for test networks only.";
}
