using System.Security.Cryptography;

namespace Anchor.Crypto.Native;

/// <summary>Numbers modulo the order of secp256k1 and points of it, in libcrypto's memory until disposed, and cleared then. For one thread.</summary>
internal sealed unsafe class Secp256k1Arithmetic : IDisposable
{
    // Only read after it was made, which any number of threads may do.
    private static readonly nint Group = Made(LibCrypto.NewGroup(LibCrypto.Secp256k1Curve));
    private static readonly nint Order = Made(LibCrypto.OrderOf(Group));

    private readonly List<nint> _points = [];
    private readonly nint _numbers = Made(LibCrypto.NewNumberContext());

    internal Secp256k1Arithmetic() => LibCrypto.StartNumbers(_numbers);

    /// <summary>A number that is worth hiding or not: all are treated alike.</summary>
    internal nint Number(ReadOnlySpan<byte> bigEndian)
    {
        var number = NewNumber();
        fixed (byte* bytes = bigEndian)
        {
            Made(LibCrypto.ReadNumber(bytes, bigEndian.Length, number));
        }

        return number;
    }

    internal nint Multiply(nint left, nint right)
    {
        var result = NewNumber();
        Check(LibCrypto.MultiplyModulo(result, left, right, Order, _numbers));
        return result;
    }

    internal nint Add(nint left, nint right)
    {
        var result = NewNumber();
        Check(LibCrypto.AddModulo(result, left, right, Order, _numbers));
        return result;
    }

    internal nint Negate(nint number)
    {
        var result = NewNumber();
        Check(LibCrypto.SubtractModulo(result, NewNumber(), number, Order, _numbers));
        return result;
    }

    internal nint Invert(nint number)
    {
        var result = NewNumber();
        Made(LibCrypto.InvertModulo(result, number, Order, _numbers));
        return result;
    }

    internal void Write(nint number, Span<byte> bigEndian)
    {
        fixed (byte* output = bigEndian)
        {
            if (LibCrypto.WriteNumber(number, output, bigEndian.Length) != bigEndian.Length)
            {
                throw Fault();
            }
        }
    }

    /// <summary>Null if the bytes are no point of the curve.</summary>
    internal nint? Point(ReadOnlySpan<byte> encoded)
    {
        var point = NewPoint();
        fixed (byte* bytes = encoded)
        {
            if (LibCrypto.ReadPoint(Group, point, bytes, (nuint)encoded.Length, _numbers) == 1)
            {
                return point;
            }
        }

        LibCrypto.ClearErrors();
        return null;
    }

    /// <summary>factor · G.</summary>
    internal nint MultiplyGenerator(nint factor)
    {
        var result = NewPoint();
        Check(LibCrypto.MultiplyPoint(Group, result, factor, 0, 0, _numbers));
        return result;
    }

    /// <summary>generatorFactor · G + factor · point.</summary>
    internal nint Combine(nint generatorFactor, nint point, nint factor)
    {
        var result = NewPoint();
        Check(LibCrypto.MultiplyPoint(Group, result, generatorFactor, point, factor, _numbers));
        return result;
    }

    internal static bool IsInfinity(nint point) => LibCrypto.IsAtInfinity(Group, point) == 1;

    /// <summary>33 bytes of output get the compressed form, 65 the uncompressed one.</summary>
    internal void WritePoint(nint point, Span<byte> encoded)
    {
        var form = encoded.Length == Secp256k1.CompressedSize ? LibCrypto.CompressedPoint : LibCrypto.UncompressedPoint;
        fixed (byte* output = encoded)
        {
            if (
                LibCrypto.WritePoint(Group, point, form, output, (nuint)encoded.Length, _numbers)
                != (nuint)encoded.Length
            )
            {
                throw Fault();
            }
        }
    }

    public void Dispose()
    {
        foreach (var point in _points)
        {
            LibCrypto.FreePoint(point);
        }

        LibCrypto.EndNumbers(_numbers);
        LibCrypto.FreeNumberContext(_numbers);
    }

    private nint NewNumber()
    {
        var number = Made(LibCrypto.NextNumber(_numbers));
        LibCrypto.SetNumberFlags(number, LibCrypto.ConstantTime);
        return number;
    }

    private nint NewPoint()
    {
        var point = Made(LibCrypto.NewPoint(Group));
        _points.Add(point);
        return point;
    }

    private static nint Made(nint handle) => handle != 0 ? handle : throw Fault();

    private static void Check(int result)
    {
        if (result != 1)
        {
            throw Fault();
        }
    }

    private static CryptographicException Fault()
    {
        LibCrypto.ClearErrors();
        return new CryptographicException("libcrypto could not calculate on secp256k1.");
    }
}
