using Anchor.Ethereum;
using Anchor.Ethereum.Abi;
using Anchor.Ethereum.JsonRpc;

namespace Anchor.Protocols.Tests.Ethereum;

public sealed class AbiTests
{
    private static readonly EthereumAddress Someone = EthereumAddress.Parse(
        "0x3535353535353535353535353535353535353535"
    );

    [Fact]
    public void Selectors_are_those_of_the_vectors()
    {
        foreach (var contract in EthereumVectors.Client.GetProperty("selectors").EnumerateObject())
        {
            foreach (var function in contract.Value.EnumerateObject())
            {
                var parsed = new AbiFunction(function.Name);

                Assert.Equal(function.Name, parsed.Signature);
                Assert.Equal(function.Value.GetString(), Hex.Of(parsed.Selector.Span));
            }
        }
    }

    [Fact]
    public void Topics_are_those_of_the_vectors()
    {
        foreach (var contract in EthereumVectors.Client.GetProperty("topics").EnumerateObject())
        {
            foreach (var vector in contract.Value.EnumerateObject())
            {
                Assert.Equal(vector.Value.Text("topic0"), new AbiEvent(vector.Name).Topic.ToString());
            }
        }
    }

    // From the contract ABI specification, "examples" and "use of dynamic types".
    [Fact]
    public void Dynamic_arguments_stand_behind_the_words()
    {
        var sam = new AbiFunction("sam(bytes,bool,uint256[])").Encode(
            "dave"u8.ToArray(),
            true,
            new object[] { (UInt256)1, (UInt256)2, (UInt256)3 }
        );

        Assert.Equal(
            "0xa5643bf2"
                + "0000000000000000000000000000000000000000000000000000000000000060"
                + "0000000000000000000000000000000000000000000000000000000000000001"
                + "00000000000000000000000000000000000000000000000000000000000000a0"
                + "0000000000000000000000000000000000000000000000000000000000000004"
                + "6461766500000000000000000000000000000000000000000000000000000000"
                + "0000000000000000000000000000000000000000000000000000000000000003"
                + "0000000000000000000000000000000000000000000000000000000000000001"
                + "0000000000000000000000000000000000000000000000000000000000000002"
                + "0000000000000000000000000000000000000000000000000000000000000003",
            Hex.Of(sam)
        );
    }

    [Fact]
    public void What_was_encoded_is_decoded()
    {
        var function = new AbiFunction("f(uint8 a, address b, bool c, bytes32 d, bytes e, string f, address[] g)");
        var word = Bytes32.Keccak("d"u8);

        var values = function.TryDecodeCall(
            function.Encode((UInt256)255, Someone, false, word, new byte[33], "grüße", new object[] { Someone })
        )!;

        Assert.Equal((UInt256)255, values.Get<UInt256>("a"));
        Assert.Equal(Someone, values.Get<EthereumAddress>("b"));
        Assert.False(values.Get<bool>("c"));
        Assert.Equal(word, values.Get<Bytes32>("d"));
        Assert.Equal(new byte[33], values.Get<byte[]>("e"));
        Assert.Equal("grüße", values.Get<string>("f"));
        Assert.Equal([Someone], values.Get<IEnumerable<object>>("g"));
    }

    [Fact]
    public void An_argument_of_another_type_is_refused()
    {
        var function = new AbiFunction("f(uint8)");

        Assert.Throws<ArgumentException>(() => function.Encode((UInt256)256));
        Assert.Throws<ArgumentException>(() => function.Encode(Someone));
        Assert.Throws<ArgumentException>(() => function.Encode());
    }

    [Theory]
    [InlineData("uint8", "0000000000000000000000000000000000000000000000000000000000000100")]
    [InlineData("bool", "0000000000000000000000000000000000000000000000000000000000000002")]
    [InlineData("address", "0000000000000000000000010000000000000000000000000000000000000000")]
    [InlineData("uint256", "00000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("bytes", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("uint256[]", "0000000000000000000000000000000000000000000000000000000000000020")]
    public void An_answer_that_does_not_fit_its_type_is_refused(string type, string data)
    {
        // The word that is at fault, and one behind it that claims more than there is.
        var answer = Hex.Parse($"0x{data}{(type is "bytes" or "uint256[]" ? new string('7', 64) : "")}");

        Assert.Null(new AbiFunction("f()", type).TryDecodeResult(answer));
    }

    [Fact]
    public void An_event_gives_its_indexed_and_plain_values_by_name()
    {
        var declared = new AbiEvent("Moved(address indexed from, uint256 amount, bytes32 indexed id, bool last)");
        var id = Bytes32.Keccak("id"u8);
        var topic = new byte[32];
        Someone.CopyTo(topic.AsSpan(12));
        var data = new byte[64];
        data[31] = 9;
        data[63] = 1;
        var log = new EthereumLog(Someone, [declared.Topic, new(topic), id], data, 1, default, default, 0);

        var values = declared.TryDecode(log)!;

        Assert.Equal(Someone, values.Get<EthereumAddress>("from"));
        Assert.Equal((UInt256)9, values.Get<UInt256>("amount"));
        Assert.Equal(id, values.Get<Bytes32>("id"));
        Assert.True(values.Get<bool>("last"));
        Assert.Null(declared.TryDecode(log with { Topics = [id, new(topic), id] }));
        Assert.Null(declared.TryDecode(log with { Topics = [declared.Topic, new(topic)] }));
        Assert.Null(declared.TryDecode(log with { Data = data.AsMemory(0, 32) }));
    }

    [Fact]
    public void A_revert_gives_its_reason()
    {
        var error = new AbiFunction("Error(string)").Encode("Invalid unlock secret.");
        var panic = new AbiFunction("Panic(uint256)").Encode((UInt256)0x11);

        Assert.Equal("Invalid unlock secret.", RevertReason.TryRead(error));
        Assert.Equal("Panic(0x11)", RevertReason.TryRead(panic));
        Assert.Null(RevertReason.TryRead([]));
        Assert.Null(RevertReason.TryRead(error.AsSpan(0, 10)));
    }
}
