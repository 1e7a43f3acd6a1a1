using System.Numerics;

namespace Anchor.Hathor.Addresses;

/// <summary>
/// A point of secp256k1 other than infinity. Plain arithmetic whose time depends on its numbers: for public keys only, never for secrets.
/// </summary>
internal sealed record CurvePoint(BigInteger X, BigInteger Y)
{
    private static readonly BigInteger Prime = Hex("0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F");
    private static readonly BigInteger Order = Hex("0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");

    private static readonly CurvePoint Generator = new(
        Hex("079BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798"),
        Hex("0483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8")
    );

    /// <summary>Null for what is no point of the curve.</summary>
    public static CurvePoint? Decompress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 33 || bytes[0] is not (2 or 3))
        {
            return null;
        }

        var x = new BigInteger(bytes[1..], isUnsigned: true, isBigEndian: true);
        var square = Mod((x * x * x) + 7);
        var y = BigInteger.ModPow(square, (Prime + 1) / 4, Prime);
        return x >= Prime || Mod(y * y) != square ? null
            : y.IsEven == (bytes[0] == 2) ? new CurvePoint(x, y)
            : new CurvePoint(x, Prime - y);
    }

    /// <summary>Null where there is none: a factor of zero, or not below the order.</summary>
    public static CurvePoint? TimesGenerator(BigInteger factor)
    {
        if (factor.IsZero || factor >= Order)
        {
            return null;
        }

        Projective? sum = null;
        for (var bit = (int)factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = sum?.Doubled();
            if (!((factor >> bit) & 1).IsZero)
            {
                sum = sum is null ? new Projective(Generator.X, Generator.Y, BigInteger.One) : sum.Plus(Generator);
            }
        }

        return sum!.ToPoint();
    }

    /// <summary>Null for infinity.</summary>
    public CurvePoint? Plus(CurvePoint other)
    {
        var self = new Projective(X, Y, BigInteger.One);
        return X != other.X ? self.Plus(other).ToPoint()
            : Y == other.Y ? self.Doubled().ToPoint()
            : null;
    }

    public byte[] Compressed()
    {
        var bytes = new byte[33];
        bytes[0] = (byte)(Y.IsEven ? 2 : 3);
        var x = X.ToByteArray(isUnsigned: true, isBigEndian: true);
        x.CopyTo(bytes, 33 - x.Length);
        return bytes;
    }

    private static BigInteger Mod(BigInteger value)
    {
        var rest = value % Prime;
        return rest.Sign < 0 ? rest + Prime : rest;
    }

    private static BigInteger Hex(string digits) =>
        BigInteger.Parse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, null);

    /// <summary>Jacobian coordinates: x = X/Z², y = Y/Z³, so that only the end divides.</summary>
    private sealed record Projective(BigInteger X, BigInteger Y, BigInteger Z)
    {
        public Projective Doubled()
        {
            var yy = Mod(Y * Y);
            var s = Mod(4 * X * yy);
            var m = Mod(3 * X * X);
            var x = Mod((m * m) - (2 * s));
            return new(x, Mod((m * (s - x)) - (8 * yy * yy)), Mod(2 * Y * Z));
        }

        /// <summary>Not for the same point or its opposite, which the walk over a factor's bits below the order never meets.</summary>
        public Projective Plus(CurvePoint other)
        {
            var zz = Mod(Z * Z);
            var h = Mod((other.X * zz) - X);
            var r = Mod((other.Y * zz * Z) - Y);
            var hh = Mod(h * h);
            var hhh = Mod(h * hh);
            var v = Mod(X * hh);
            var x = Mod((r * r) - hhh - (2 * v));
            return new(x, Mod((r * (v - x)) - (Y * hhh)), Mod(Z * h));
        }

        public CurvePoint ToPoint()
        {
            var inverse = BigInteger.ModPow(Z, Prime - 2, Prime);
            var square = Mod(inverse * inverse);
            return new(Mod(X * square), Mod(Y * square * inverse));
        }
    }
}
