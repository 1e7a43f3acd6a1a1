namespace Anchor.Grains.Ports;

/// <summary>Questions about all assets.</summary>
public static class AssetCatalogues
{
    /// <summary>The accounts that pay and are paid, each once, in an order that is always the same.</summary>
    public static IEnumerable<string> DistributionAccounts(this IAssetCatalogue assets)
    {
        ArgumentNullException.ThrowIfNull(assets);
        return assets
            .All.Select(asset => asset.DistributionAccount)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }
}
