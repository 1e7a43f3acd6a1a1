using Anchor.Domain.Assets;

namespace Anchor.Domain.Tests;

public sealed class AssetIdTests
{
    private const string Issuer = "GCKFBEIYTKP5RDBQMUTAPDCFZDFNVTQNXUCUZMAQYVWLQHTQBDKTQRQY";

    [Theory]
    [InlineData("stellar:native")]
    [InlineData("stellar:TEST:" + Issuer)]
    [InlineData("stellar:TWELVELETTER:" + Issuer)]
    public void An_asset_is_the_same_after_text(string text)
    {
        Assert.True(AssetId.TryParse(text, out var asset));
        Assert.Equal(text, asset.ToString());
        Assert.Equal(text == "stellar:native", asset.IsNative);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("native")]
    [InlineData("stellar:TEST")]
    [InlineData("stellar::" + Issuer)]
    [InlineData("stellar:THIRTEENCHARS:" + Issuer)]
    [InlineData("stellar:TEST:" + Issuer + "X")]
    [InlineData("stellar:TEST:" + Issuer + ":more")]
    [InlineData("iso4217:USD")]
    public void Anything_else_is_no_asset(string? text)
    {
        Assert.False(AssetId.TryParse(text, out var asset));
        Assert.Null(asset);
    }
}
