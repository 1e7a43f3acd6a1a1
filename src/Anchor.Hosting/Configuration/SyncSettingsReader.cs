using System.Collections.Immutable;
using static Anchor.Hosting.Configuration.SettingTable;

namespace Anchor.Hosting.Configuration;

/// <summary>Reads what concerns Hathor networks.</summary>
internal sealed class SyncSettingsReader(SettingsReader reader, List<string> faults)
{
    public SyncSettings Read() =>
        new(
            Networks(),
            reader.Get(SyncByQueue, false),
            reader.Get(SyncParallel, 16),
            reader.TryGet(SyncRate, out var rate) ? rate : null,
            reader.Get(SyncSelfHeals, 3),
            reader.Get(SyncAlertUrl),
            reader.Get(MaxAddressGap, 20)
        );

    private ImmutableArray<SyncNetworkSettings> Networks()
    {
        var networks = ImmutableArray.CreateBuilder<SyncNetworkSettings>();
        if (reader.TryGet(HathorServer, out var server))
        {
            networks.Add(new SyncNetworkSettings(reader.Get(HathorNetworkName, "mainnet"), Slashed(server)));
        }

        foreach (var text in reader.Get(HathorNetworks, []))
        {
            if (text.Split('=', 2) is [{ Length: > 0 } name, var url] && ValueKinds.Url.TryRead(url, out var address))
            {
                networks.Add(new SyncNetworkSettings(name.Trim(), Slashed(address)));
            }
            else
            {
                faults.Add($"{HathorNetworks.Name}: \"{text}\" is not of the form name=URL.");
            }
        }

        foreach (var twice in networks.GroupBy(network => network.Name).Where(group => group.Count() > 1))
        {
            faults.Add($"{HathorNetworks.Name}: {twice.Key} stands there twice.");
        }

        return networks.ToImmutable();
    }

    private static Uri Slashed(Uri url) =>
        url.AbsolutePath.EndsWith('/') ? url : new UriBuilder(url) { Path = url.AbsolutePath + "/" }.Uri;
}
