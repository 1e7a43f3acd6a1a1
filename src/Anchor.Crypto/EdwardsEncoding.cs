namespace Anchor.Crypto;

/// <summary>What libsodium checks of an encoded curve point and OpenSSL does not: without it, some keys accept a forged signature for any message.</summary>
internal static class EdwardsEncoding
{
    /// <summary>Every y, sign bit cleared, of a point whose order divides the cofactor, also in its non-canonical spellings.</summary>
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    internal static bool IsSmallOrder(ReadOnlySpan<byte> point)
    {
        foreach (var y in SmallOrder)
        {
            if ((point[31] & 0x7f) == y[31] && point[..31].SequenceEqual(y.AsSpan(0, 31)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether y is below the field's prime, 2^255 - 19.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> point) =>
        (point[31] & 0x7f) != 0x7f || point[0] < 0xed || point[1..31].ContainsAnyExcept((byte)0xff);
}
