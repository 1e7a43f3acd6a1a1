using System.Globalization;

namespace Anchor.Protocols.Tests;

public sealed class ValueTests
{
    private static readonly AccountId Account = AccountId.Parse(Vectors.Root.GetProperty("keys")[0].Text("account"));

    [Fact]
    public void An_amount_is_read_and_written_exactly()
    {
        foreach (var vector in Vectors.Root.GetProperty("amounts").EnumerateArray())
        {
            var stroops = long.Parse(vector.Text("stroops"), CultureInfo.InvariantCulture);
            Assert.Equal(vector.Text("text"), Stroops.Format(stroops));
            Assert.Equal(stroops, Stroops.Parse(vector.Text("text")));
        }
    }

    [Theory]
    [InlineData("1", 10_000_000)]
    [InlineData("0.1", 1_000_000)]
    [InlineData("007", 70_000_000)]
    [InlineData("922337203685.4775807", long.MaxValue)]
    public void An_amount_may_have_fewer_decimals(string text, long stroops) =>
        Assert.Equal(stroops, Stroops.Parse(text));

    [Fact]
    public void A_bad_amount_is_refused()
    {
        foreach (var vector in Vectors.Root.GetProperty("badAmounts").EnumerateArray())
        {
            Assert.False(Stroops.TryParse(vector.GetString(), out _), vector.GetString());
        }

        Assert.False(Stroops.TryParse("99999999999999999999999999", out _));
        Assert.False(Stroops.TryParse("1.2.3", out _));
        Assert.False(Stroops.TryParse("1 ", out _));
    }

    [Fact]
    public void The_least_amount_is_written_without_overflow() =>
        Assert.Equal("-922337203685.4775808", Stroops.Format(long.MinValue));

    [Fact]
    public void An_asset_is_read_and_written_and_knows_its_contract()
    {
        foreach (var vector in Vectors.Root.GetProperty("assets").EnumerateArray())
        {
            var asset = Asset.Parse(vector.Text("text"));
            Assert.Equal(vector.Text("text"), asset.ToString());
            foreach (var network in vector.GetProperty("contractId").EnumerateObject())
            {
                Assert.Equal(network.Value.GetString(), asset.ContractId(Vectors.Network(network.Name)));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("USD")]
    [InlineData("XLM:")]
    [InlineData("US D")]
    [InlineData("Native")]
    public void What_is_no_asset_is_refused(string text)
    {
        Assert.False(Asset.TryParse(text, out _));
        Assert.False(Asset.TryParse($":{Account}", out _));
        Assert.False(Asset.TryParse($"ABCDEFGHIJKLM:{Account}", out _));
        Assert.False(Asset.TryParse($"ÜSD:{Account}", out _));
    }

    [Fact]
    public void A_place_in_history_is_a_number_and_back()
    {
        foreach (var vector in Vectors.Root.GetProperty("toid").EnumerateArray())
        {
            var id = new TotalOrderId(
                vector.GetProperty("ledger").GetInt32(),
                vector.GetProperty("transaction").GetInt32(),
                vector.GetProperty("operation").GetInt32()
            );
            Assert.Equal(vector.Text("token"), id.ToString());
            Assert.Equal(id, TotalOrderId.FromInt64(long.Parse(vector.Text("token"), CultureInfo.InvariantCulture)));
        }

        Assert.Throws<InvalidOperationException>(() => new TotalOrderId(1, 1 << 20, 0).ToInt64());
        Assert.Throws<InvalidOperationException>(() => new TotalOrderId(1, 1, 4096).ToInt64());
    }

    [Fact]
    public void A_networks_id_is_the_hash_of_its_passphrase()
    {
        foreach (var vector in Vectors.Root.GetProperty("networks").EnumerateObject())
        {
            Assert.Equal(vector.Value.Text("id"), new Network(vector.Value.Text("passphrase")).Id.ToHex());
        }

        Assert.Equal(Network.Testnet, Vectors.Network("testnet"));
        Assert.Equal(Network.Public, Vectors.Network("public"));
    }

    [Fact]
    public void Equal_bytes_are_equal_values()
    {
        Assert.Equal(Memo.Text("hello"), Memo.Text("hello"));
        Assert.NotEqual(Memo.Text("hello"), Memo.Text("hellp"));
        Assert.Equal(ByteString.FromUtf8("x").GetHashCode(), ByteString.FromHex("78").GetHashCode());
        Assert.Null(ByteString.FromHex("ff").ToUtf8OrNull());
        Assert.Equal("é", ByteString.FromUtf8("é").ToUtf8OrNull());
        Assert.Equal(default, new ByteString([]));
    }

    [Fact]
    public void A_builder_multiplies_the_bid_and_refuses_what_no_network_takes()
    {
        var end = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var builder = new TransactionBuilder(Account, 7, 200).WithMemo(Memo.Id(1)).ValidUntil(end);
        Assert.Throws<InvalidOperationException>(builder.Build);

        var built = builder
            .Add(new PaymentOperation(Account, Asset.Native, 1))
            .Add(new PaymentOperation(Account, Asset.Native, 2))
            .Build();
        Assert.Equal((400u, 7, 1_800_000_000ul), (built.Fee, built.Sequence, built.Preconditions.TimeBounds!.MaxTime));

        builder.AddRange(Enumerable.Repeat(new InflationOperation(), 99));
        Assert.Throws<InvalidOperationException>(builder.Build);
        var greedy = new TransactionBuilder(Account, 7, uint.MaxValue).AddRange(built.Operations);
        Assert.Throws<OverflowException>(greedy.Build);
    }

    [Fact]
    public void A_text_memo_is_measured_in_bytes()
    {
        Assert.Equal(28, Memo.Text(new string('é', 14)).Bytes.Length);
        Assert.Throws<ArgumentException>(() => Memo.Text(new string('é', 15)));
    }
}
