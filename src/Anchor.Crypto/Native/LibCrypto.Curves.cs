using System.Runtime.InteropServices;

namespace Anchor.Crypto.Native;

/// <summary>Points of elliptic curves and numbers modulo their order.</summary>
internal static unsafe partial class LibCrypto
{
    /// <summary>NID_secp256k1.</summary>
    internal const int Secp256k1Curve = 714;

    /// <summary>BN_FLG_CONSTTIME: what is done with the number takes a time that does not depend on it, where libcrypto can.</summary>
    internal const int ConstantTime = 4;

    /// <summary>POINT_CONVERSION_COMPRESSED.</summary>
    internal const int CompressedPoint = 2;

    /// <summary>POINT_CONVERSION_UNCOMPRESSED.</summary>
    internal const int UncompressedPoint = 4;

    [LibraryImport(Library, EntryPoint = "EC_GROUP_new_by_curve_name")]
    internal static partial nint NewGroup(int curve);

    [LibraryImport(Library, EntryPoint = "EC_GROUP_get0_order")]
    internal static partial nint OrderOf(nint group);

    [LibraryImport(Library, EntryPoint = "EC_POINT_new")]
    internal static partial nint NewPoint(nint group);

    [LibraryImport(Library, EntryPoint = "EC_POINT_clear_free")]
    internal static partial void FreePoint(nint point);

    /// <summary>result = generatorFactor · G + factor · point; either half may be left out with null.</summary>
    [LibraryImport(Library, EntryPoint = "EC_POINT_mul")]
    internal static partial int MultiplyPoint(
        nint group,
        nint result,
        nint generatorFactor,
        nint point,
        nint factor,
        nint context
    );

    [LibraryImport(Library, EntryPoint = "EC_POINT_point2oct")]
    internal static partial nuint WritePoint(
        nint group,
        nint point,
        int form,
        byte* output,
        nuint length,
        nint context
    );

    /// <summary>Refuses points that are not on the curve.</summary>
    [LibraryImport(Library, EntryPoint = "EC_POINT_oct2point")]
    internal static partial int ReadPoint(nint group, nint point, byte* input, nuint length, nint context);

    [LibraryImport(Library, EntryPoint = "EC_POINT_is_at_infinity")]
    internal static partial int IsAtInfinity(nint group, nint point);

    [LibraryImport(Library, EntryPoint = "BN_CTX_new")]
    internal static partial nint NewNumberContext();

    [LibraryImport(Library, EntryPoint = "BN_CTX_start")]
    internal static partial void StartNumbers(nint context);

    [LibraryImport(Library, EntryPoint = "BN_CTX_get")]
    internal static partial nint NextNumber(nint context);

    [LibraryImport(Library, EntryPoint = "BN_CTX_end")]
    internal static partial void EndNumbers(nint context);

    /// <summary>Clears every number that came from the context.</summary>
    [LibraryImport(Library, EntryPoint = "BN_CTX_free")]
    internal static partial void FreeNumberContext(nint context);

    [LibraryImport(Library, EntryPoint = "BN_set_flags")]
    internal static partial void SetNumberFlags(nint number, int flags);

    [LibraryImport(Library, EntryPoint = "BN_bin2bn")]
    internal static partial nint ReadNumber(byte* input, int length, nint number);

    [LibraryImport(Library, EntryPoint = "BN_bn2binpad")]
    internal static partial int WriteNumber(nint number, byte* output, int length);

    [LibraryImport(Library, EntryPoint = "BN_mod_mul")]
    internal static partial int MultiplyModulo(nint result, nint left, nint right, nint modulus, nint context);

    [LibraryImport(Library, EntryPoint = "BN_mod_add")]
    internal static partial int AddModulo(nint result, nint left, nint right, nint modulus, nint context);

    [LibraryImport(Library, EntryPoint = "BN_mod_sub")]
    internal static partial int SubtractModulo(nint result, nint left, nint right, nint modulus, nint context);

    [LibraryImport(Library, EntryPoint = "BN_mod_inverse")]
    internal static partial nint InvertModulo(nint result, nint number, nint modulus, nint context);
}
