using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests;

public sealed class RandomValuesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ordered_uuids_sort_by_the_time_they_were_made_at()
    {
        var random = new SystemRandom();

        var ids = Enumerable
            .Range(0, 1000)
            .Select(number => random.NewOrderedUuid(Now.AddMilliseconds(number)).ToString())
            .ToArray();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    /// <summary>The example of RFC 9562, appendix A.6, with its random bits.</summary>
    [Fact]
    public void Ordered_uuid_is_that_of_the_rfc()
    {
        var random = new Fixed([0xfc, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);

        var id = random.NewOrderedUuid(DateTimeOffset.FromUnixTimeMilliseconds(0x017F22E279B0));

        Assert.Equal("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", id.ToString());
    }

    [Fact]
    public void Ordered_uuids_of_one_moment_differ()
    {
        var random = new SystemRandom();

        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => random.NewOrderedUuid(Now)).Distinct().Count());
    }

    private sealed class Fixed(byte[] bits) : IRandom
    {
        public void Fill(Span<byte> bytes) => bits.CopyTo(bytes);
    }
}
