using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Anchor.Stellar;

/// <summary>What can sign for an account: a G, T, X or P key.</summary>
public abstract record SignerKey
{
    private protected SignerKey() { }

    public static bool TryParse(string? text, [NotNullWhen(true)] out SignerKey? key)
    {
        key = null;
        if (!StrKey.TryDecode(text, out var kind, out var payload))
        {
            return false;
        }

        key = kind switch
        {
            StrKeyKind.Account => new Ed25519SignerKey(new AccountId(new Hash256(payload))),
            StrKeyKind.PreAuthTransaction => new PreAuthSignerKey(new Hash256(payload)),
            StrKeyKind.Sha256Hash => new HashXSignerKey(new Hash256(payload)),
            StrKeyKind.SignedPayload => new SignedPayloadSignerKey(
                new AccountId(new Hash256(payload.AsSpan(0, 32))),
                new ByteString(payload.AsSpan(36, (int)BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(32))))
            ),
            _ => null,
        };
        return key is not null;
    }

    public static SignerKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException("Not a G, T, X or P key.");
}

/// <summary>G: an ordinary public key.</summary>
public sealed record Ed25519SignerKey(AccountId Account) : SignerKey
{
    public override string ToString() => Account.ToString();
}

/// <summary>T: the hash of one transaction, authorised in advance.</summary>
public sealed record PreAuthSignerKey(Hash256 TransactionHash) : SignerKey
{
    public override string ToString() => StrKey.Encode(StrKeyKind.PreAuthTransaction, TransactionHash.ToArray());
}

/// <summary>X: whoever shows the preimage of this SHA-256 hash.</summary>
public sealed record HashXSignerKey(Hash256 Hash) : SignerKey
{
    public override string ToString() => StrKey.Encode(StrKeyKind.Sha256Hash, Hash.ToArray());
}

/// <summary>P: a key's signature over 1 to 64 fixed bytes (CAP-40).</summary>
public sealed record SignedPayloadSignerKey(AccountId Account, ByteString Payload) : SignerKey
{
    public override string ToString()
    {
        var raw = new byte[36 + ((Payload.Length + 3) & ~3)];
        Account.Key.CopyTo(raw);
        BinaryPrimitives.WriteInt32BigEndian(raw.AsSpan(32), Payload.Length);
        Payload.Span.CopyTo(raw.AsSpan(36));
        return StrKey.Encode(StrKeyKind.SignedPayload, raw);
    }
}
