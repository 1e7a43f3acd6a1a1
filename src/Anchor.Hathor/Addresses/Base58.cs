using System.Numerics;
using System.Security.Cryptography;

namespace Anchor.Hathor.Addresses;

/// <summary>Base58 with a checksum of four bytes, as Bitcoin writes addresses and extended keys.</summary>
public static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int ChecksumLength = 4;
    private const int Longest = 200;

    public static string EncodeChecked(ReadOnlySpan<byte> payload) => Encode([.. payload, .. Checksum(payload)]);

    /// <summary>False for what is no text of the alphabet, or whose checksum is wrong.</summary>
    public static bool TryDecodeChecked(string text, out byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(text);
        payload = [];
        if (text.Length > Longest || !TryDecode(text, out var bytes) || bytes.Length < ChecksumLength)
        {
            return false;
        }

        var body = bytes.AsSpan(..^ChecksumLength);
        if (!Checksum(body).AsSpan().SequenceEqual(bytes.AsSpan(^ChecksumLength..)))
        {
            return false;
        }

        payload = body.ToArray();
        return true;
    }

    private static byte[] Checksum(ReadOnlySpan<byte> payload) =>
        SHA256.HashData(SHA256.HashData(payload))[..ChecksumLength];

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        var digits = new Stack<char>();
        while (number > 0)
        {
            (number, var digit) = BigInteger.DivRem(number, Alphabet.Length);
            digits.Push(Alphabet[(int)digit]);
        }

        // Zeros in front are no part of the number: each is a 1 of its own.
        var zeros = bytes.IndexOfAnyExcept((byte)0) is >= 0 and var first ? first : bytes.Length;
        return new string('1', zeros) + string.Concat(digits);
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        var number = BigInteger.Zero;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                bytes = [];
                return false;
            }

            number = (number * Alphabet.Length) + digit;
        }

        var zeros = text.TakeWhile(character => character == '1').Count();
        bytes = [.. new byte[zeros], .. number.IsZero ? [] : number.ToByteArray(isUnsigned: true, isBigEndian: true)];
        return true;
    }
}
