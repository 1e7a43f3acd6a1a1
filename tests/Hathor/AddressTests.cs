using System.Text;
using Anchor.Crypto;
using Anchor.Hathor.Addresses;

namespace Anchor.Hathor.Tests;

public sealed class AddressTests
{
    // Vectors of the paper by Dobbertin, Bosselaers and Preneel.
    [Theory]
    [InlineData("", "9c1185a5c5e9fc54612808977ee8f548b2258d31")]
    [InlineData("abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc")]
    [InlineData("message digest", "5d0689ef49d2fae572b881b123a85ffa21595f36")]
    [InlineData(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
        "b0e20b6e3116640286ed3a87a5713079b21f5189"
    )]
    public void Ripemd160_hashes_its_published_vectors(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexStringLower(Ripemd160.HashData(Encoding.ASCII.GetBytes(text))));

    // BIP-32, test vector 2: the master's child 0 is not hardened.
    [Fact]
    public void An_extended_key_derives_the_child_of_the_published_vector()
    {
        const string Master =
            "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB";
        const string Child =
            "xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH";

        Assert.True(ExtendedPublicKey.TryParse(Master, out var master));
        Assert.True(ExtendedPublicKey.TryParse(Child, out var expected));
        var child = master.Child(0);

        Assert.Equal(expected.PublicKey, child.PublicKey);
        // Of the child too: its chain code is the expected one.
        Assert.Equal(expected.Child(7).PublicKey, child.Child(7).PublicKey);
        Assert.Equal(1, child.Depth);
    }

    [Theory]
    [InlineData("")]
    [InlineData(
        "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduC"
    )]
    [InlineData("HRXVDmLVdq8pgok1BCUKpiFWdAVAy4a5AJ")]
    [InlineData("0OIl")]
    public void What_is_no_extended_key_is_refused(string text) =>
        Assert.False(ExtendedPublicKey.TryParse(text, out _));

    [Theory]
    [MemberData(nameof(Recordings.Names), MemberType = typeof(Recordings))]
    public void Every_recorded_script_pays_the_address_that_the_node_decoded(string name)
    {
        var bytes = AddressBytes.Of("unittests");
        var outputs = Recordings
            .Load(name)
            .Events.Select(recorded => recorded.Event.Vertex)
            .OfType<Anchor.Hathor.Vertices.HathorVertex>()
            .SelectMany(vertex => vertex.Outputs)
            .ToList();

        Assert.NotEmpty(outputs);
        Assert.All(
            outputs,
            output =>
            {
                Assert.Equal(output.Address, HathorAddress.OfScript(Convert.FromBase64String(output.Script), bytes));
                Assert.True(output.Address is null || HathorAddress.IsOf(output.Address, bytes));
                Assert.False(
                    output.Address is not null && HathorAddress.IsOf(output.Address, AddressBytes.Of("testnet"))
                );
            }
        );
    }
}
