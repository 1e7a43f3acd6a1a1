using Anchor.Crypto;

namespace Anchor.Stellar;

/// <summary>An account's Ed25519 public key, written as a G key (SEP-23).</summary>
public readonly record struct AccountId(Hash256 Key)
{
    /// <summary>The signature hint: the last four bytes of the key.</summary>
    public uint Hint => Key.Hint;

    public static AccountId Parse(string text) =>
        TryParse(text, out var account) ? account : throw new FormatException("Not a G account key.");

    public static bool TryParse(string? text, out AccountId account)
    {
        Span<byte> key = stackalloc byte[Hash256.Size];
        if (!StrKey.TryDecode(text, StrKeyKind.Account, key))
        {
            account = default;
            return false;
        }

        account = new AccountId(new Hash256(key));
        return true;
    }

    /// <summary>Whether this account's key signed these bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> key = stackalloc byte[Hash256.Size];
        Key.CopyTo(key);
        return Ed25519.Verify(key, message, signature);
    }

    public override string ToString()
    {
        Span<byte> key = stackalloc byte[Hash256.Size];
        Key.CopyTo(key);
        return StrKey.Encode(StrKeyKind.Account, key);
    }
}
