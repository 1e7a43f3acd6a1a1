using System.Text.Json;
using Anchor.Domain.Money;

namespace Anchor.Domain.Tests.Money;

public sealed class AmountTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0L, "0", "0.0000000")]
    [InlineData(1L, "0.0000001", "0.0000001")]
    [InlineData(7L, "0.0000007", "0.0000007")]
    [InlineData(12345L, "0.0012345", "0.0012345")]
    [InlineData(9_999_999L, "0.9999999", "0.9999999")]
    [InlineData(10_000_000L, "1", "1.0000000")]
    [InlineData(12_345_678L, "1.2345678", "1.2345678")]
    [InlineData(100_000_000_000L, "10000", "10000.0000000")]
    [InlineData(9_223_372_036_854_775_806L, "922337203685.4775806", "922337203685.4775806")]
    [InlineData(9_223_372_036_854_775_807L, "922337203685.4775807", "922337203685.4775807")]
    public void An_amount_is_the_same_in_stroops_in_short_text_and_in_the_ledgers_text(
        long stroops,
        string text,
        string ledgerText
    )
    {
        var amount = Amount.FromStroops(stroops);

        Assert.Equal(text, amount.ToString());
        Assert.Equal(stroops, amount.Stroops);
        Assert.Equal(amount, Parsed(text));
        Assert.Equal(amount, Parsed(ledgerText));
        Assert.Equal(text, Parsed(ledgerText).ToString());
        Assert.Equal(amount.GetHashCode(), Parsed(ledgerText).GetHashCode());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1.00000001")]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData("1,0")]
    [InlineData("1e3")]
    [InlineData("1E-3")]
    [InlineData("922337203685.4775808")]
    [InlineData("999999999999999999999999999999999999")]
    [InlineData("1e999999999")]
    [InlineData(".")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\0")]
    [InlineData("1\n")]
    [InlineData("1.2.3")]
    [InlineData("0x1")]
    [InlineData("\u0661")]
    [InlineData("(1)")]
    [InlineData("$1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Anything_but_plain_digits_is_no_amount(string? text)
    {
        Assert.False(Amount.TryParse(text, out var amount));
        Assert.Equal(Amount.Zero, amount);
        Assert.False(Amount.TryParse(text, null, out _));
        Assert.ThrowsAny<Exception>(() => Amount.Parse(text!, null));
    }

    [Fact]
    public void Any_number_of_stroops_survives_text_and_json()
    {
        var random = new Random(TestSeed.Next(output));
        for (var i = 0; i < 20_000; i++)
        {
            var stroops = random.NextInt64() >> random.Next(63);

            var amount = Parsed(Amount.FromStroops(stroops).ToString());

            Assert.Equal(stroops, amount.Stroops);
            Assert.Equal(amount, JsonSerializer.Deserialize<Amount>(JsonSerializer.Serialize(amount)));
        }
    }

    [Fact]
    public void Json_holds_a_string_and_takes_nothing_else()
    {
        Assert.Equal("\"1.5\"", JsonSerializer.Serialize(Parsed("1.50")));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Amount>("1.5"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Amount>("\"-1.5\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Amount>("null"));
    }

    [Fact]
    public void A_sum_above_the_ledgers_largest_amount_and_a_difference_below_nothing_are_bugs()
    {
        Assert.Equal(Amount.Max, Amount.FromStroops(long.MaxValue - 1) + Amount.FromStroops(1));
        Assert.Throws<OverflowException>(() => Amount.Max + Amount.FromStroops(1));
        Assert.Equal(Amount.Zero, Parsed("1.5") - Parsed("1.50"));
        Assert.Throws<OverflowException>(() => Parsed("1") - Parsed("1.0000001"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.FromStroops(-1));
    }

    [Theory]
    [InlineData("1.99999999", 7, "1.9999999")]
    [InlineData("1.999", 2, "1.99")]
    [InlineData("1.999", 0, "1")]
    [InlineData("0.00000009", 7, "0")]
    public void Rounding_always_cuts(string value, int decimals, string floor) =>
        Assert.Equal(
            floor,
            Amount.Floor(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), decimals).ToString()
        );

    [Fact]
    public void Rounding_gives_no_negative_and_no_oversized_amount()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.Floor(-0.0000001m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Amount.Floor(922337203686m));
    }

    [Fact]
    public void Amounts_are_ordered_by_value()
    {
        Assert.True(Parsed("1.5") > Parsed("1.4999999"));
        Assert.True(Parsed("1.5") >= Parsed("1.50") && Parsed("1.5") <= Parsed("1.50"));
        Assert.False(Parsed("1.5") < Parsed("1.50"));
        Assert.Equal(0, Parsed("1.5").CompareTo(Parsed("1.50")));
    }

    private static Amount Parsed(string text) =>
        Amount.TryParse(text, out var amount) ? amount : throw new FormatException($"{text} is no amount.");
}
