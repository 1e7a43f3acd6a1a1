using static Anchor.Hosting.Configuration.SettingTable;

namespace Anchor.Hosting.Configuration;

/// <summary>What must hold between settings, and between a setting and this machine. Each fault is one line.</summary>
internal sealed class SettingChecks(SettingsReader reader, List<string> faults)
{
    public void Check(AnchorSettings settings)
    {
        CheckAddresses(settings);
        CheckNetwork(settings);
        CheckSeps(settings);
        CheckFiles(settings);
        if (!settings.LocalMode)
        {
            CheckOutsideLocalMode(settings);
        }
    }

    private void CheckAddresses(AnchorSettings settings)
    {
        if (settings.HostUrl.AbsolutePath != "/")
        {
            Fault(HostUrl, "must have no path");
        }

        if (settings.HostUrl.Host is "0.0.0.0" or "[::]")
        {
            Fault(
                HostUrl,
                $"{settings.HostUrl.Host} is no address that wallets can reach; {ListenUrl.Name} says where to listen"
            );
        }

        if (settings.ListenUrl.Scheme != Uri.UriSchemeHttp)
        {
            Fault(ListenUrl, "must be http; a proxy before the server speaks https");
        }

        if (settings.Sandbox is { } sandbox)
        {
            var (setting, url) = sandbox.ListenUrl is { } listen
                ? (SandboxListenUrl, listen)
                : (SandboxUrl, sandbox.Url);
            if (url.Scheme != Uri.UriSchemeHttp)
            {
                Fault(setting, "must be http; the sandbox has no certificate");
            }

            if (url.Port == settings.ListenUrl.Port)
            {
                Fault(setting, $"port {url.Port} is the one on which the anchor itself listens");
            }
        }
    }

    private void CheckNetwork(AnchorSettings settings)
    {
        var isPublic = settings.Passphrase == AnchorSettings.PublicPassphrase;
        if (settings.DemoRails == true && isPublic)
        {
            Fault(DemoRails, "the demonstration bank is not for the public network");
        }

        var known = settings.HorizonUrl.Host.ToUpperInvariant() switch
        {
            "HORIZON.STELLAR.ORG" => AnchorSettings.PublicPassphrase,
            "HORIZON-TESTNET.STELLAR.ORG" => Stellar.Network.Testnet.Passphrase,
            _ => null,
        };
        if (known is not null && known != settings.Passphrase && !IsFaulty(Passphrase))
        {
            Fault(HorizonUri, $"{settings.HorizonUrl.Host} is of the network \"{known}\", not of {Passphrase.Name}");
        }
    }

    private void CheckSeps(AnchorSettings settings)
    {
        if (settings.ActiveSeps.IsEmpty && !IsFaulty(ActiveSeps))
        {
            Fault(ActiveSeps, "none of the SEPs that it names is built");
        }

        if (settings.ActiveSeps.Contains(24) && !settings.ActiveSeps.Contains(10))
        {
            Fault(ActiveSeps, "sep-24 needs sep-10, whose tokens it takes");
        }

        var both = settings.Attribution.AllowList.Intersect(
            settings.Attribution.DenyList,
            StringComparer.OrdinalIgnoreCase
        );
        foreach (var domain in both)
        {
            Fault(AttributionDenyList, $"{domain} is in {AttributionAllowList.Name} too");
        }
    }

    private void CheckFiles(AnchorSettings settings)
    {
        if (File.Exists(settings.DataFolder))
        {
            Fault(DataFolder, $"\"{settings.DataFolder}\" is a file, not a folder");
        }

        if (Directory.Exists(settings.DatabaseFile))
        {
            Fault(DatabaseUrl, $"\"{settings.DatabaseFile}\" is a folder, not a file");
        }

        if (
            settings.Sandbox is { } sandbox
            && Path.GetFullPath(sandbox.LedgerFile) == Path.GetFullPath(settings.DatabaseFile)
        )
        {
            Fault(SandboxLedger, "must be another file than the anchor's database");
        }
    }

    private void CheckOutsideLocalMode(AnchorSettings settings)
    {
        if (settings.HostUrl.Scheme != Uri.UriSchemeHttps)
        {
            Fault(HostUrl, $"must be https outside {LocalMode.Name}");
        }

        if (settings is { SigningSeed: null, RunsAnchor: true } && !reader.Has(SigningSeed))
        {
            Fault(SigningSeed, $"required outside {LocalMode.Name}");
        }

        if (settings.JwtKey is null && !reader.Has(JwtKey))
        {
            Fault(JwtKey, $"required outside {LocalMode.Name}; at least {SecretKeys.LeastBytes} bytes");
        }

        foreach (var (setting, key) in new[] { (JwtKey, settings.JwtKey), (SecretKey, settings.SecretKey) })
        {
            if (key is not null && SecretKeys.FaultOf(key) is { } fault)
            {
                Fault(setting, $"{fault}, which is refused outside {LocalMode.Name}");
            }
        }
    }

    private bool IsFaulty(Setting setting) =>
        faults.Exists(fault => fault.StartsWith(setting.Name + ":", StringComparison.Ordinal));

    private void Fault(Setting setting, string what) => faults.Add($"{setting.Name}: {what}.");
}
