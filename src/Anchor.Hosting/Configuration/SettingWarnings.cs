using Anchor.Stellar;
using static Anchor.Hosting.Configuration.SettingTable;

namespace Anchor.Hosting.Configuration;

/// <summary>What runs, but perhaps not as it was meant. Each warning is one line.</summary>
internal static class SettingWarnings
{
    private const long HighFeeStroops = 10_000_000;

    public static IEnumerable<string> Of(AnchorSettings settings, SettingsReader reader) =>
        [
            .. PolarisNames.Warnings(reader),
            .. All.SelectMany(setting => TwoNames(setting, reader)),
            .. Seps(settings, reader),
            .. Keys(settings),
            .. Network(settings),
            .. Operators(reader),
            .. settings.Assets.SelectMany((asset, index) => Accounts(settings, asset, index)),
        ];

    /// <summary>One source, two names, two values: only one can hold.</summary>
    private static IEnumerable<string> TwoNames(Setting setting, SettingsReader reader)
    {
        var given = reader.Given(setting.Names).ToList();
        return given
            .Skip(1)
            .Where(other => other.Provider == given[0].Provider && other.Text != given[0].Text)
            .Select(other => $"{other.Name}: is ignored; {given[0].Name}, which means the same, is given too.");
    }

    private static IEnumerable<string> Seps(AnchorSettings settings, SettingsReader reader)
    {
        if (!reader.TryGet(ActiveSeps, out var named))
        {
            yield break;
        }

        foreach (var sep in named.Where(sep => SepNames.BuiltNumber(sep) is null))
        {
            yield return $"{ActiveSeps.Name}: {sep} is not built and is left out.";
        }

        if (!settings.ActiveSeps.Contains(1))
        {
            yield return $"{ActiveSeps.Name}: without sep-1 no wallet finds the others.";
        }
    }

    /// <summary>Outside LOCAL_MODE a weak key is a fault instead.</summary>
    private static IEnumerable<string> Keys(AnchorSettings settings)
    {
        foreach (var (setting, key) in new[] { (JwtKey, settings.JwtKey), (SecretKey, settings.SecretKey) })
        {
            if (settings.LocalMode && key is not null && SecretKeys.FaultOf(key) is { } fault)
            {
                yield return $"{setting.Name}: {fault}; good enough for {LocalMode.Name} only.";
            }
        }

        if (settings.JwtKey is not null && settings.JwtKey == settings.SecretKey)
        {
            yield return $"{SecretKey.Name}: the same as {JwtKey.Name}; each should be a key of its own.";
        }
    }

    private static IEnumerable<string> Network(AnchorSettings settings)
    {
        if (settings.LocalMode && settings.Passphrase == AnchorSettings.PublicPassphrase)
        {
            yield return $"{LocalMode.Name}: on the public network, where money is real, its plain HTTP and weak keys are dangerous.";
        }

        if (settings.HorizonUrl is { Scheme: "http", IsLoopback: false })
        {
            yield return $"{HorizonUri.Name}: over plain http anybody on the way can invent payments.";
        }

        if (settings.MaxFeeStroops > HighFeeStroops)
        {
            yield return $"{MaxFee.Name}: {settings.MaxFeeStroops} stroops are more than 1 XLM for one operation.";
        }

        if (!settings.LocalMode && settings.HostUrl.IsLoopback)
        {
            yield return $"{HostUrl.Name}: {settings.HostUrl.Host} can be reached from this machine only.";
        }
    }

    private static IEnumerable<string> Operators(SettingsReader reader) =>
        reader.TryGet(OperatorUrl, out var url) && url is { Scheme: "http", IsLoopback: false }
            ? [$"{OperatorUrl.Name}: over plain http anybody on the way can take {OperatorToken.Name}."]
            : [];

    private static IEnumerable<string> Accounts(AnchorSettings settings, AssetSettings asset, int index)
    {
        if (asset.DistributionSeed == settings.SigningSeed)
        {
            yield return $"{SigningSeed.Name}: the seed of {asset.Code}'s distribution account too; a key that signs challenges should own nothing.";
        }

        if (ValueKinds.Seed.TryRead(asset.DistributionSeed, out _) && AccountOf(asset.DistributionSeed) == asset.Issuer)
        {
            yield return $"{AssetReader.Section}:{index}:DistributionSeed: the issuer's own; every payout would make new {asset.Code}.";
        }
    }

    private static string AccountOf(string seed)
    {
        using var key = KeyPair.FromSecret(seed);
        return key.Account.ToString();
    }
}
