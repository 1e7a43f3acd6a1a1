using System.Globalization;
using System.Text;
using Anchor.Domain;

namespace Anchor.Api.Sep24;

/// <summary>Reads a memo as the SEPs write it: an id in digits, a hash in base64, a text as it is.</summary>
internal static class MemoFields
{
    private const int MaxTextBytes = 28;
    private const int HashBytes = 32;

    public static bool TryParse(string? type, string value, out MemoText? memo)
    {
        memo = type switch
        {
            "text" when Encoding.UTF8.GetByteCount(value) <= MaxTextBytes && !value.Any(char.IsControl) => new MemoText(
                MemoKind.Text,
                value
            ),
            "id" when TryParseId(value, out var id) => new MemoText(
                MemoKind.Id,
                id.ToString(CultureInfo.InvariantCulture)
            ),
            "hash" when TryParseHash(value) is { } hash => new MemoText(MemoKind.Hash, hash),
            _ => null,
        };
        return memo is not null;
    }

    /// <summary>An unsigned 64-bit number in plain digits.</summary>
    public static bool TryParseId(string? value, out ulong id) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    private static string? TryParseHash(string value)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        return value.Length <= 48 && Convert.TryFromBase64String(value, hash, out var length) && length == HashBytes
            ? Convert.ToBase64String(hash)
            : null;
    }
}
