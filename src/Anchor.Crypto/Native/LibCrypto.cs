using System.Reflection;
using System.Runtime.InteropServices;

namespace Anchor.Crypto.Native;

/// <summary>The functions of OpenSSL's libcrypto that are used here, from the library the platform already has.</summary>
internal static unsafe partial class LibCrypto
{
    /// <summary>EVP_PKEY_ED25519.</summary>
    internal const int Ed25519KeyType = 1087;

    private const string Library = "libcrypto";

    // The bare names come from development packages and, on macOS, abort the process: the first is a last resort, the second is never tried.
    private static readonly string[] LinuxNames =
    [
        "libcrypto.so.3",
        "libcrypto.so.4",
        "libcrypto.so.1.1",
        "libcrypto.so",
    ];

    private static readonly string[] MacNames =
    [
        "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
        "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib",
        "libcrypto.3.dylib",
    ];

    private static readonly string[] WindowsNames = ["libcrypto-3-x64.dll", "libcrypto-3-arm64.dll"];

    static LibCrypto() => NativeLibrary.SetDllImportResolver(typeof(LibCrypto).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    internal static partial nint NewRawPrivateKey(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    internal static partial nint NewRawPublicKey(int type, nint engine, byte* key, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    internal static partial int GetRawPublicKey(nint key, byte* output, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_raw_private_key")]
    internal static partial int GetRawPrivateKey(nint key, byte* output, ref nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    internal static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    internal static partial nint NewDigestContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    internal static partial void FreeDigestContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit")]
    internal static partial int DigestSignInit(nint context, nint keyContext, nint type, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    internal static partial int DigestSign(
        nint context,
        byte* signature,
        ref nuint signatureLength,
        byte* message,
        nuint messageLength
    );

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit")]
    internal static partial int DigestVerifyInit(nint context, nint keyContext, nint type, nint engine, nint key);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    internal static partial int DigestVerify(
        nint context,
        byte* signature,
        nuint signatureLength,
        byte* message,
        nuint messageLength
    );

    [LibraryImport(Library, EntryPoint = "EVP_PBE_scrypt")]
    internal static partial int Scrypt(
        byte* password,
        nuint passwordLength,
        byte* salt,
        nuint saltLength,
        ulong cost,
        ulong blockSize,
        ulong parallelization,
        ulong maxMemory,
        byte* key,
        nuint keyLength
    );

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    internal static partial void ClearErrors();

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        var names =
            OperatingSystem.IsWindows() ? WindowsNames
            : OperatingSystem.IsMacOS() ? MacNames
            : LinuxNames;
        foreach (var candidate in names)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException(
            $"OpenSSL's libcrypto is needed for Ed25519 and scrypt, and was not found. Tried: {string.Join(", ", names)}."
        );
    }
}
