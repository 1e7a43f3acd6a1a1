using Anchor.Domain.Assets;
using Anchor.Domain.Money;

namespace Anchor.Domain.Tests.Money;

public sealed class FeeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("100", "1.5", "98.5")]
    [InlineData("100", "0", "100")]
    [InlineData("0.0000002", "0.0000001", "0.0000001")]
    public void A_quote_keeps_the_fee_and_pays_out_the_rest(string amountIn, string fee, string amountOut)
    {
        Assert.True(FeeQuote.TryCreate(Of(amountIn), Of(fee), out var quote));

        Assert.Equal((Of(amountIn), Of(fee), Of(amountOut)), (quote.In, quote.Fee, quote.Out));
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("1", "2")]
    [InlineData("0", "0")]
    public void A_fee_that_leaves_nothing_makes_no_quote(string amountIn, string fee)
    {
        Assert.False(FeeQuote.TryCreate(Of(amountIn), Of(fee), out var quote));
        Assert.Null(quote);
    }

    [Fact]
    public void In_is_always_fee_and_out()
    {
        var random = new Random(TestSeed.Next(output));
        for (var i = 0; i < 10_000; i++)
        {
            var (a, b) = (random.NextInt64() >> random.Next(63), random.NextInt64() >> random.Next(63));

            var made = FeeQuote.TryCreate(Amount.FromStroops(a), Amount.FromStroops(b), out var quote);

            Assert.Equal(b < a, made);
            Assert.True(!made || quote!.Fee.Stroops + quote.Out.Stroops == a);
        }
    }

    [Theory]
    [InlineData("100", "5", "1", 2, "6")]
    [InlineData("33.33", "0", "1.5", 2, "0.49")]
    [InlineData("33.33", "0", "1.5", 7, "0.49995")]
    [InlineData("0.01", "0", "10", 2, "0")]
    public void The_standard_fee_is_fixed_plus_percent_cut_to_the_assets_decimals(
        string amount,
        string feeFixed,
        string percent,
        int decimals,
        string fee
    )
    {
        var direction = new DirectionTerms(true, Amount.Zero, Amount.Max, Of(feeFixed), Of(percent).Value);
        var terms = new AssetTerms(AssetId.Native, "G", decimals, direction, direction);

        Assert.Equal(Of(fee), terms.StandardFee(direction, Of(amount)));
    }

    private static Amount Of(string text) => Amount.Parse(text, null);
}
