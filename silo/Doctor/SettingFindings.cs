using Anchor.Hosting.Configuration;

namespace Anchor.Silo.Doctor;

/// <summary>Settings that are valid and yet dangerous together, and the keys.</summary>
internal static class SettingFindings
{
    // What has a check of its own here.
    private static readonly string[] Told =
    [
        SettingTable.LocalMode.Name,
        SettingTable.JwtKey.Name,
        SettingTable.SecretKey.Name,
    ];

    public static IEnumerable<Finding> Of(Installation installation) =>
        [
            .. installation
                .Settings.Warnings.Where(line =>
                    !Array.Exists(Told, name => line.StartsWith(name + ":", StringComparison.Ordinal))
                )
                .Select(line => Finding.Warning("settings", "", line)),
            LocalMode(installation.Settings),
            DemoRails(installation.Settings),
            Signing(installation),
            Key("keys.jwt", SettingTable.JwtKey, installation.JwtKey, installation.Settings),
            .. SecretKeyOf(installation),
        ];

    private static Finding LocalMode(AnchorSettings settings)
    {
        const string Check = "settings.local_mode";
        return !settings.LocalMode ? Finding.Ok(Check, "", "off")
            : settings.Passphrase == AnchorSettings.PublicPassphrase
                ? Finding.Failed(Check, "", "LOCAL_MODE is on, and the network is the public one, where money is real.")
            : !settings.HostUrl.IsLoopback
                ? Finding.Warning(
                    Check,
                    "",
                    $"LOCAL_MODE is on, and HOST_URL is {settings.HostUrl}: figures of the business are open to all."
                )
            : Finding.Ok(Check, "", "on, for this machine");
    }

    private static Finding DemoRails(AnchorSettings settings)
    {
        const string Check = "settings.demo_rails";
        return settings.DemoRails != true
                ? Finding.Ok(Check, "", settings.Sandbox is null ? "off" : "only on the sandbox")
            : settings.HorizonUrl.IsLoopback ? Finding.Ok(Check, "", "on, on a network of this machine")
            : Finding.Failed(
                Check,
                "",
                $"DEMO_RAILS is on, and the network is that of {settings.HorizonUrl}: a bank that does not exist says that deposits have come."
            );
    }

    private static Finding Signing(Installation installation)
    {
        const string Check = "keys.signing";
        if (installation.Signing is not { } key)
        {
            return Finding.Skipped(Check, "", "made at the first start");
        }

        var account = key.Account.ToString();
        return
            installation.Assets.FirstOrDefault(asset => asset.Account == account || asset.Issuer == account)
                is { } owner
            ? Finding.Failed(
                Check,
                account,
                $"The key that signs challenges is also that of an account of {owner.Code}; it should own nothing."
            )
            : Finding.Ok(Check, account, Source(installation, SettingTable.SigningSeed));
    }

    private static IEnumerable<Finding> SecretKeyOf(Installation installation)
    {
        const string Check = "keys.secret";
        var stored = installation.Database?.SecretCount ?? 0;
        if (installation.Box is { } box && installation.Database is { } database)
        {
            var faults = database.SecretFaults(box);
            return faults.IsEmpty
                ?
                [
                    Finding.Ok(
                        Check,
                        "",
                        $"opens {stored} stored values; {Source(installation, SettingTable.SecretKey)}"
                    ),
                ]
                :
                [
                    Finding.Failed(
                        Check,
                        "",
                        faults[0] + (faults.Length > 1 ? $" So it is with {faults.Length - 1} more." : "")
                    ),
                ];
        }

        return installation.Box is null && stored > 0
            ?
            [
                Finding.Failed(
                    Check,
                    "",
                    $"There is no key, and {stored} stored values need it: set ANCHOR_SECRET_KEY, or put {Storage.Settings.SecretKey.FileOf(installation.Storage)} back."
                ),
            ]
            : [Key(Check, SettingTable.SecretKey, installation.Settings.SecretKey, installation.Settings)];
    }

    private static Finding Key(string check, Setting setting, string? key, AnchorSettings settings) =>
        key is null ? Finding.Skipped(check, "", "made at the first start")
        : SecretKeys.FaultOf(key) is not { } fault ? Finding.Ok(check, "", $"{key.Length} characters")
        : settings.LocalMode ? Finding.Warning(check, "", $"{setting.Name}: {fault}; good enough for LOCAL_MODE only.")
        : Finding.Failed(check, "", $"{setting.Name}: {fault}.");

    private static string Source(Installation installation, Setting setting) =>
        installation.Reader.SourceOf(setting) is { } source ? $"from {source}" : "made here and kept";
}
