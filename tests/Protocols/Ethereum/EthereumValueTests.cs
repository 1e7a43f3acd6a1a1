using System.Numerics;
using System.Text;
using Anchor.Crypto;
using Anchor.Ethereum;
using Anchor.Ethereum.Rlp;

namespace Anchor.Protocols.Tests.Ethereum;

public sealed class EthereumValueTests
{
    [Fact]
    public void Keccak_gives_the_hashes_of_the_vectors()
    {
        foreach (var vector in EthereumVectors.Client.GetProperty("keccak").EnumerateObject())
        {
            Assert.Equal(vector.Value.GetString(), Hex.Of(Keccak256.Hash(Encoding.UTF8.GetBytes(vector.Name))));
        }
    }

    [Fact]
    public void An_address_carries_its_checksum()
    {
        foreach (var vector in EthereumVectors.Client.GetProperty("checksum").EnumerateArray())
        {
            var text = vector.GetString()!;

            Assert.Equal(text, EthereumAddress.Parse(text.ToLowerInvariant()).ToString());
            Assert.Equal(EthereumAddress.Parse(text), EthereumAddress.Parse($"0x{text[2..].ToUpperInvariant()}"));
        }
    }

    [Theory]
    [InlineData("0xf39fd6e51aad88F6F4ce6aB8827279cffFb92266")]
    [InlineData("f39fd6e51aad88f6f4ce6ab8827279cfffb92266")]
    [InlineData("0xf39fd6e51aad88f6f4ce6ab8827279cfffb9226")]
    [InlineData("0xf39fd6e51aad88f6f4ce6ab8827279cfffb9226g")]
    [InlineData("")]
    [InlineData(null)]
    public void A_mistyped_address_is_refused(string? text) => Assert.False(EthereumAddress.TryParse(text, out _));

    [Theory]
    [InlineData("0x0", 0)]
    [InlineData("0x41", 65)]
    [InlineData("0x400", 1024)]
    [InlineData("0xff", 255)]
    public void A_quantity_is_read_and_written(string text, long value)
    {
        Assert.Equal(new UInt256(value), Hex.TryParseQuantity(text));
        Assert.Equal(text, Hex.Quantity(value));
        Assert.Equal(text, Hex.Quantity(new UInt256(value)));
    }

    [Theory]
    [InlineData("0x")]
    [InlineData("0x0400")]
    [InlineData("ff")]
    [InlineData("0xg")]
    [InlineData("0x-1")]
    [InlineData("0x10000000000000000000000000000000000000000000000000000000000000000")]
    public void A_malformed_quantity_is_refused(string text) => Assert.Null(Hex.TryParseQuantity(text));

    [Fact]
    public void Numbers_keep_to_256_bits()
    {
        var most = (BigInteger.One << 256) - 1;

        Assert.Equal(most, UInt256.MaxValue.Value);
        Assert.Equal(UInt256.MaxValue, Hex.TryParseQuantity(Hex.Quantity(UInt256.MaxValue)));
        Assert.Throws<OverflowException>(() => UInt256.MaxValue + 1);
        Assert.Throws<OverflowException>(() => UInt256.Zero - 1);
        Assert.False(UInt256.TryParse((most + 1).ToString(), out _));
        Assert.True(UInt256.TryParse(most.ToString(), out _));
        Assert.False(UInt256.TryParse("-1", out _));
        Assert.False(UInt256.TryParse(" 1", out _));
    }

    [Fact]
    public void Rlp_is_that_of_the_vectors_both_ways()
    {
        foreach (var vector in EthereumVectors.Client.GetProperty("rlp").EnumerateArray())
        {
            var encoded = Hex.Parse(vector[1].GetString()!);

            Assert.Equal(encoded, RlpCoding.Encode(Item(vector[0])));
            Assert.Equal(encoded, RlpCoding.Encode(RlpCoding.TryDecode(encoded)!));
        }
    }

    [Theory]
    [InlineData("0x", "nothing")]
    [InlineData("0x8100", "a small byte with a header")]
    [InlineData("0xb83701", "the content is missing")]
    [InlineData("0xb80101", "a short string in the long form")]
    [InlineData("0xb90001ff", "a length with a leading zero")]
    [InlineData("0xc0c0", "two items")]
    [InlineData("0xc101ff", "something after the list")]
    [InlineData("0xc2c1", "an inner list that is cut off")]
    [InlineData("0xbf7fffffffffffffff", "a length beyond all memory")]
    public void Rlp_that_is_not_canonical_is_refused(string encoded, string what) =>
        Assert.True(Hex.TryParse(encoded) is not { } bytes || RlpCoding.TryDecode(bytes) is null, what);

    [Fact]
    public void Rlp_that_is_nested_without_end_is_refused()
    {
        byte[] encoded = [];
        for (var i = 0; i < 10_000; i++)
        {
            encoded = RlpCoding.EncodeList(encoded.Length == 0 ? [] : [encoded]);
        }

        Assert.Null(RlpCoding.TryDecode(encoded));
    }

    private static RlpItem Item(System.Text.Json.JsonElement json) =>
        json.ValueKind == System.Text.Json.JsonValueKind.Array
            ? RlpItem.List([.. json.EnumerateArray().Select(Item)])
            : RlpItem.Of(Hex.Parse(json.GetString()!));
}
