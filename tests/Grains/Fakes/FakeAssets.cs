using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>TEST and the native asset, both with a fee of 1, from 2 to 1000.</summary>
internal sealed class FakeAssets : IAssetCatalogue
{
    public const string Distribution = "GDISTRIBUTION";
    public static readonly AssetId Test = new("TEST", "GISSUER");
    public static readonly AssetId Other = new("OTHER", "GISSUER");

    private static readonly DirectionTerms Direction = new(
        true,
        Amount.Floor(2),
        Amount.Floor(1000),
        Amount.Floor(1),
        0
    );

    public IReadOnlyList<AssetTerms> All { get; } =
    [new(Test, Distribution, 7, Direction, Direction), new(AssetId.Native, Distribution, 7, Direction, Direction)];

    public AssetTerms? Find(AssetId asset) => All.FirstOrDefault(terms => terms.Asset == asset);

    public AssetTerms? Find(string code, string? issuer) =>
        All.FirstOrDefault(terms => terms.Asset.Code == code && (issuer is null || terms.Asset.Issuer == issuer));
}
