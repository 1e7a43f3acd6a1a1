using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Anchor.Stellar;

/// <summary>An account, or one of the sub-accounts an M key names inside it by a 64-bit id (CAP-27).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MuxedAccount(AccountId Account, ulong? Id = null)
{
    private const int PayloadSize = Hash256.Size + 8;

    public static implicit operator MuxedAccount(AccountId account) => new(account);

    public static MuxedAccount Parse(string text) =>
        TryParse(text, out var account) ? account : throw new FormatException("Neither a G nor an M key.");

    public static bool TryParse(string? text, out MuxedAccount account)
    {
        if (AccountId.TryParse(text, out var plain))
        {
            account = plain;
            return true;
        }

        Span<byte> payload = stackalloc byte[PayloadSize];
        if (!StrKey.TryDecode(text, StrKeyKind.MuxedAccount, payload))
        {
            account = default;
            return false;
        }

        account = new MuxedAccount(
            new AccountId(new Hash256(payload[..Hash256.Size])),
            BinaryPrimitives.ReadUInt64BigEndian(payload[Hash256.Size..])
        );
        return true;
    }

    public override string ToString()
    {
        if (Id is not { } id)
        {
            return Account.ToString();
        }

        Span<byte> payload = stackalloc byte[PayloadSize];
        Account.Key.CopyTo(payload);
        BinaryPrimitives.WriteUInt64BigEndian(payload[Hash256.Size..], id);
        return StrKey.Encode(StrKeyKind.MuxedAccount, payload);
    }
}
