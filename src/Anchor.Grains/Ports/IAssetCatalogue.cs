using Anchor.Domain.Assets;

namespace Anchor.Grains.Ports;

/// <summary>The assets that the anchor serves, as they are now: they may be added, changed and disabled while it runs.</summary>
public interface IAssetCatalogue
{
    /// <summary>Told after <see cref="All"/> has changed. A catalogue that never changes tells nobody.</summary>
    event EventHandler? Changed
    {
        add { }
        remove { }
    }

    /// <summary>Disabled ones too, because their open transactions go on.</summary>
    IReadOnlyList<AssetTerms> All { get; }

    /// <summary>Null if the anchor does not serve it.</summary>
    AssetTerms? Find(AssetId asset);

    /// <summary>By code alone, as SEP-24 requests name it; the issuer narrows it down where given. Enabled ones come first.</summary>
    AssetTerms? Find(string code, string? issuer);
}
