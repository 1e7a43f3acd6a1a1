using System.Collections.Immutable;
using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Hosting.Configuration;
using Anchor.Hosting.Keys;

namespace Anchor.Hosting.Assets;

/// <summary>The assets that need no store: the configured ones; on a sandbox with none, the asset TEST.</summary>
internal static class ConfiguredAssets
{
    public const string SandboxCode = "TEST";

    public static ImmutableArray<ServedAsset> Of(AnchorSettings settings, InstallationKeys keys) =>
        keys.SandboxIssuer is { } issuer
            ?
            [
                new ServedAsset(
                    SandboxAsset(issuer.Account.ToString(), keys.Distribution[0].Account.ToString()),
                    AssetSource.Sandbox
                ),
            ]
            :
            [
                .. settings.Assets.Zip(
                    keys.Distribution,
                    (asset, key) => new ServedAsset(Terms(asset, key.Account.ToString()), AssetSource.Configuration)
                ),
            ];

    private static AssetTerms Terms(AssetSettings asset, string distribution) =>
        new(new AssetId(asset.Code, asset.Issuer), distribution, asset.Decimals, asset.Deposit, asset.Withdrawal);

    private static AssetTerms SandboxAsset(string issuer, string distribution)
    {
        var terms = new DirectionTerms(
            Enabled: true,
            Min: Amount.Parse("1", null),
            Max: Amount.Parse("10000", null),
            FeeFixed: Amount.Parse("0.5", null),
            FeePercent: 1
        );
        return new AssetTerms(new AssetId(SandboxCode, issuer), distribution, Decimals: 7, terms, terms);
    }
}
