using System.Security.Cryptography;

namespace Anchor.Stellar.Xdr;

/// <summary>SHA-256 of what a writer wrote.</summary>
internal static class Digest
{
    public static Hash256 Sha256(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Hash256.Size];
        SHA256.HashData(bytes, hash);
        return new Hash256(hash);
    }
}
