using System.Runtime.InteropServices;

namespace Anchor.Crypto.Native;

/// <summary>Owns one EVP_PKEY. Once made it may be used from several threads.</summary>
internal sealed class EvpKeyHandle : SafeHandle
{
    internal EvpKeyHandle(nint key)
        : base(0, ownsHandle: true) => SetHandle(key);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}
