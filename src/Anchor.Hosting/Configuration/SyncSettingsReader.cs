using System.Collections.Immutable;
using Anchor.Ledgers.Hathor.WalletService;
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
            reader.Get(MaxAddressGap, 20),
            WalletService()
        );

    private WalletServiceOptions? WalletService()
    {
        var sink = reader.Get(SyncSink, "projection");
        if (sink is not "wallet-service")
        {
            if (sink is not "projection")
            {
                faults.Add($"{SyncSink.Name}: \"{sink}\" is neither projection nor wallet-service.");
            }

            return null;
        }

        if (reader.Get(SyncByQueue, false))
        {
            faults.Add($"{SyncByQueue.Name}: a wallet service is delivered to by walking over HTTP.");
        }

        var stage = reader.Get(Stage, "local");
        var prefix = $"{reader.Get(ServiceName, "hathor-wallet-service")}-{stage}-";
        if (reader.Get(WalletServiceLocalUrl) is { } url)
        {
            return new WalletServiceOptions(url, prefix, null);
        }

        return stage == "local"
            ? new WalletServiceOptions(new Uri("http://localhost:3002"), prefix, null)
            : Lambda(prefix);
    }

    private WalletServiceOptions? Lambda(string prefix)
    {
        foreach (var setting in (Setting<string>[])[AwsRegion, AwsAccessKey, AwsSecretKey])
        {
            if (!reader.Has(setting))
            {
                faults.Add($"{setting.Name}: required for a wallet service that is not local.");
            }
        }

        return
            reader.Get(AwsRegion) is { } region
            && reader.Get(AwsAccessKey) is { } id
            && reader.Get(AwsSecretKey) is { } secret
            ? new WalletServiceOptions(
                new Uri($"https://lambda.{region}.amazonaws.com"),
                prefix,
                new AwsCredentials(region, id, secret)
            )
            : null;
    }

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
