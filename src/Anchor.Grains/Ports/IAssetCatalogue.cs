using Anchor.Domain.Assets;

namespace Anchor.Grains.Ports;

/// <summary>The assets that the anchor serves.</summary>
public interface IAssetCatalogue
{
    IReadOnlyList<AssetTerms> All { get; }

    /// <summary>Null if the anchor does not serve it.</summary>
    AssetTerms? Find(AssetId asset);

    /// <summary>By code alone, as SEP-24 requests name it; the issuer narrows it down where given.</summary>
    AssetTerms? Find(string code, string? issuer);
}
