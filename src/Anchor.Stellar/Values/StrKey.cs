using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Anchor.Stellar;

/// <summary>SEP-23 text keys: version byte, payload and checksum in base32 without padding. Decoding is strict: a text that would not be written the same way again is refused.</summary>
public static class StrKey
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    // P is the longest: version, key, length, 64 bytes of payload, checksum.
    private const int MaxRaw = 1 + 32 + 4 + 64 + 2;
    private const int MaxText = ((MaxRaw * 8) + 4) / 5;

    /// <summary>Writes a key. A payload that does not fit its kind is a bug of the caller.</summary>
    public static string Encode(StrKeyKind kind, ReadOnlySpan<byte> payload)
    {
        if (!FitsKind(kind, payload))
        {
            throw new ArgumentException("The payload does not fit this kind of key.", nameof(payload));
        }

        Span<byte> raw = stackalloc byte[MaxRaw];
        raw = raw[..(payload.Length + 3)];
        raw[0] = (byte)kind;
        payload.CopyTo(raw[1..]);
        BinaryPrimitives.WriteUInt16LittleEndian(raw[^2..], Crc16(raw[..^2]));

        Span<char> text = stackalloc char[MaxText];
        return new string(text[..EncodeBase32(raw, text)]);
    }

    /// <summary>Reads a key of the kind its first letter says.</summary>
    public static bool TryDecode(string? text, out StrKeyKind kind, [NotNullWhen(true)] out byte[]? payload)
    {
        Span<byte> raw = stackalloc byte[MaxRaw];
        if (!TryDecodeRaw(text, raw, out var length))
        {
            kind = default;
            payload = null;
            return false;
        }

        kind = (StrKeyKind)raw[0];
        payload = raw[1..(length - 2)].ToArray();
        return true;
    }

    /// <summary>Reads a key of one kind and of exactly the length of <paramref name="payload"/>, without allocating.</summary>
    public static bool TryDecode(string? text, StrKeyKind kind, Span<byte> payload)
    {
        Span<byte> raw = stackalloc byte[MaxRaw];
        if (!TryDecodeRaw(text, raw, out var length) || raw[0] != (byte)kind || length - 3 != payload.Length)
        {
            return false;
        }

        raw[1..(length - 2)].CopyTo(payload);
        return true;
    }

    private static bool TryDecodeRaw(string? text, Span<byte> raw, out int length)
    {
        length = 0;
        if (text is null || text.Length is 0 or > MaxText || !DecodeBase32(text, raw, out length) || length < 3)
        {
            return false;
        }

        var whole = raw[..length];
        return FitsKind((StrKeyKind)whole[0], whole[1..^2])
            && BinaryPrimitives.ReadUInt16LittleEndian(whole[^2..]) == Crc16(whole[..^2]);
    }

    private static bool FitsKind(StrKeyKind kind, ReadOnlySpan<byte> payload) =>
        kind switch
        {
            StrKeyKind.Account
            or StrKeyKind.Seed
            or StrKeyKind.PreAuthTransaction
            or StrKeyKind.Sha256Hash
            or StrKeyKind.Contract
            or StrKeyKind.LiquidityPool => payload.Length == 32,
            StrKeyKind.MuxedAccount => payload.Length == 40,
            StrKeyKind.ClaimableBalance => payload.Length == 33 && payload[0] == 0,
            StrKeyKind.SignedPayload => FitsSignedPayload(payload),
            _ => false,
        };

    private static bool FitsSignedPayload(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 36)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(payload[32..]);
        return length is >= 1 and <= 64
            && payload.Length == 36 + (((int)length + 3) & ~3)
            && !payload[(36 + (int)length)..].ContainsAnyExcept((byte)0);
    }

    private static int EncodeBase32(ReadOnlySpan<byte> raw, Span<char> text)
    {
        var (buffer, bits, written) = (0, 0, 0);
        foreach (var b in raw)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text[written++] = Alphabet[(buffer >> bits) & 31];
            }

            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            text[written++] = Alphabet[(buffer << (5 - bits)) & 31];
        }

        return written;
    }

    private static bool DecodeBase32(string text, Span<byte> raw, out int length)
    {
        var (buffer, bits) = (0, 0);
        length = 0;
        foreach (var c in text)
        {
            var value = c switch
            {
                >= 'A' and <= 'Z' => c - 'A',
                >= '2' and <= '7' => c - '2' + 26,
                _ => -1,
            };
            if (value < 0)
            {
                return false;
            }

            buffer = (buffer << 5) | value;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                raw[length++] = (byte)(buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }

        // Five or more left-over bits mean a superfluous character; non-zero ones, a second spelling of the same key.
        return bits < 5 && buffer == 0;
    }

    private static ushort Crc16(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var b in bytes)
        {
            crc ^= b << 8;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }

            crc &= 0xffff;
        }

        return (ushort)crc;
    }
}
