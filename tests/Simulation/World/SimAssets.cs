using Anchor.Domain.Assets;
using Anchor.Domain.Money;
using Anchor.Grains.Ports;

namespace Anchor.Simulation.World;

/// <summary>TEST, with a fee of 1 and half a percent, from 2 to 1000. OTHER is an asset that the anchor does not serve.</summary>
internal sealed class SimAssets : IAssetCatalogue
{
    public const string Distribution = "GDISTRIBUTION";
    public static readonly AssetId Test = new("TEST", "GISSUER");
    public static readonly AssetId Other = new("OTHER", "GISSUER");

    private static readonly DirectionTerms Direction = new(
        true,
        Amount.Floor(2),
        Amount.Floor(1000),
        Amount.Floor(1),
        0.5m
    );

    public static AssetTerms Terms { get; } = new(Test, Distribution, 7, Direction, Direction);

    public static SimAssets Instance { get; } = new();

    public IReadOnlyList<AssetTerms> All { get; } = [Terms];

    public static FeeQuote Quote(Amount amount) =>
        FeeQuote.TryCreate(amount, Terms.StandardFee(Direction, amount), out var quote)
            ? quote
            : throw new InvalidOperationException($"The fee leaves nothing of {amount}.");

    public AssetTerms? Find(AssetId asset) => asset == Test ? Terms : null;

    public AssetTerms? Find(string code, string? issuer) => code == Test.Code ? Terms : null;
}
