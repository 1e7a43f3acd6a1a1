using System.Security.Cryptography;
using Anchor.Crypto;

namespace Anchor.Stellar;

/// <summary>A signature and the last bytes of the key that made it.</summary>
/// <param name="Hint">Four bytes, read as a big-endian number.</param>
/// <param name="Signature">At most 64 bytes; for a hash-X signer, the preimage.</param>
public sealed record DecoratedSignature(uint Hint, ByteString Signature)
{
    /// <summary>Whether this is the account's signature over a hash.</summary>
    public bool IsBy(AccountId account, Hash256 hash)
    {
        if (Hint != account.Hint)
        {
            return false;
        }

        Span<byte> message = stackalloc byte[Hash256.Size];
        hash.CopyTo(message);
        return account.Verify(message, Signature.Span);
    }

    /// <summary>Whether this lets a signer of any kind sign a transaction. A pre-authorised transaction needs no signature and is never matched by one.</summary>
    public bool IsBy(SignerKey signer, Hash256 hash) =>
        signer switch
        {
            Ed25519SignerKey key => IsBy(key.Account, hash),
            HashXSignerKey key => Hint == key.Hash.Hint && new Hash256(SHA256.HashData(Signature.Span)) == key.Hash,
            SignedPayloadSignerKey key => Hint == HintOf(key) && key.Account.Verify(key.Payload.Span, Signature.Span),
            _ => false,
        };

    /// <summary>CAP-40: the key's hint, mixed with the payload's last four bytes, a shorter one filled up with zeros.</summary>
    internal static uint HintOf(SignedPayloadSignerKey key)
    {
        var payload = key.Payload.Span;
        var tail = payload[Math.Max(0, payload.Length - 4)..];
        var mixed = key.Account.Hint;
        for (var i = 0; i < tail.Length; i++)
        {
            mixed ^= (uint)tail[i] << (24 - (8 * i));
        }

        return mixed;
    }
}
