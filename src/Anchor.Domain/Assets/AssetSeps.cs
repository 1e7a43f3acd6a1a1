namespace Anchor.Domain.Assets;

/// <summary>Over which SEPs an asset moves. The numbers are stored.</summary>
[Flags]
[GenerateSerializer]
[Alias("anchor.asset-seps")]
public enum AssetSeps
{
    None = 0,
    Sep6 = 1,
    Sep24 = 2,
    Sep31 = 4,
    Sep38 = 8,
}
