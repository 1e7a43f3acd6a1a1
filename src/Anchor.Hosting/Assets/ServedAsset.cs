using Anchor.Domain.Assets;
using Anchor.Grains.Ports;

namespace Anchor.Hosting.Assets;

/// <summary>An asset of this installation, and where it is kept.</summary>
/// <param name="Stored">The row, where there is one and it counts.</param>
internal sealed record ServedAsset(AssetTerms Terms, AssetSource Source, StoredAsset? Stored = null);

/// <summary>Where an asset is kept, and thus who may change it.</summary>
internal enum AssetSource
{
    Stored,
    Configuration,
    Sandbox,
}
