using System.Collections.Immutable;
using System.Text;

namespace Anchor.Stellar.Horizon;

/// <summary>The kinds of memo.</summary>
public enum PaymentMemoKind
{
    None = 0,
    Text = 1,
    Id = 2,
    Hash = 3,
    Return = 4,
}

/// <summary>A transaction's memo as Horizon gives it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Value">The text, the id in decimal, or the hash in base64; null for none.</param>
/// <param name="Bytes">The exact bytes of a text, which may be no UTF-8, or of a hash; else empty.</param>
public sealed record PaymentMemo(PaymentMemoKind Kind, string? Value, ImmutableArray<byte> Bytes)
{
    public static readonly PaymentMemo None = new(PaymentMemoKind.None, null, []);

    internal static PaymentMemo Read(string type, string? memo, string? bytes) =>
        type switch
        {
            "none" => None,
            "text" => new(
                PaymentMemoKind.Text,
                memo ?? "",
                bytes is null ? [.. Encoding.UTF8.GetBytes(memo ?? "")] : [.. Convert.FromBase64String(bytes)]
            ),
            "id" when ulong.TryParse(memo, out _) => new(PaymentMemoKind.Id, memo, []),
            "hash" when memo is not null => new(PaymentMemoKind.Hash, memo, [.. Convert.FromBase64String(memo)]),
            "return" when memo is not null => new(PaymentMemoKind.Return, memo, [.. Convert.FromBase64String(memo)]),
            _ => throw new FormatException($"memo of type {type}"),
        };
}
