using Anchor.Stellar.Xdr;

namespace Anchor.Stellar;

/// <summary>The id of a claimable balance: printed by Horizon as eight hex zeros (its type) and 64 hex digits, by SEP-23 as a B key.</summary>
public readonly record struct ClaimableBalanceId(Hash256 Hash)
{
    private const string TypePrefix = "00000000";
    private const int OperationIdTag = 6;

    /// <summary>The id of the balance that an operation creates, known before it is sent.</summary>
    /// <param name="source">The transaction's source.</param>
    /// <param name="sequence">The transaction's sequence.</param>
    /// <param name="operationIndex">From 0.</param>
    public static ClaimableBalanceId Derive(AccountId source, long sequence, int operationIndex)
    {
        var writer = new XdrWriter(stackalloc byte[64]);
        writer.I32(OperationIdTag);
        ValueXdr.Account(ref writer, source);
        writer.I64(sequence);
        writer.I32(operationIndex);
        return new ClaimableBalanceId(Digest.Sha256(writer.Written));
    }

    /// <summary>Reads Horizon's 72 hex digits or a B key.</summary>
    public static bool TryParse(string? text, out ClaimableBalanceId id)
    {
        Span<byte> payload = stackalloc byte[Hash256.Size + 1];
        if (StrKey.TryDecode(text, StrKeyKind.ClaimableBalance, payload))
        {
            id = new ClaimableBalanceId(new Hash256(payload[1..]));
            return true;
        }

        if (
            text is { Length: 72 }
            && text.StartsWith(TypePrefix, StringComparison.Ordinal)
            && Hash256.TryFromHex(text[8..], out var hash)
        )
        {
            id = new ClaimableBalanceId(hash);
            return true;
        }

        id = default;
        return false;
    }

    public static ClaimableBalanceId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a claimable balance id.");

    public string ToStrKey()
    {
        Span<byte> payload = stackalloc byte[Hash256.Size + 1];
        payload[0] = 0;
        Hash.CopyTo(payload[1..]);
        return StrKey.Encode(StrKeyKind.ClaimableBalance, payload);
    }

    public override string ToString() => TypePrefix + Hash.ToHex();
}
