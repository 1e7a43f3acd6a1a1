using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Grains.Ports;
using Anchor.Hosting.Configuration;

namespace Anchor.Hosting.Keys;

/// <summary>The configured assets; on a sandbox with none, the asset TEST.</summary>
internal sealed class ServedAssets : IAssetCatalogue
{
    public const string SandboxCode = "TEST";

    public ServedAssets(AnchorSettings settings, InstallationKeys keys) =>
        All = keys.SandboxIssuer is { } issuer
            ? [SandboxAsset(issuer.Account.ToString(), keys.Distribution[0].Account.ToString())]
            : [.. settings.Assets.Zip(keys.Distribution, (asset, key) => Terms(asset, key.Account.ToString()))];

    public IReadOnlyList<AssetTerms> All { get; }

    public AssetTerms? Find(AssetId asset) => All.FirstOrDefault(served => served.Asset == asset);

    public AssetTerms? Find(string code, string? issuer) =>
        All.FirstOrDefault(served => served.Asset.Code == code && (issuer is null || served.Asset.Issuer == issuer));

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
