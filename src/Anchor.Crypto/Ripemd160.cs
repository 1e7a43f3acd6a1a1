using System.Buffers.Binary;
using System.Numerics;

namespace Anchor.Crypto;

/// <summary>RIPEMD-160. Written out here because libcrypto keeps it among its legacy algorithms, which a system may leave out.</summary>
public static class Ripemd160
{
    private const int BlockLength = 64;

    // One hexadecimal digit for each of the 80 steps.
    private static readonly byte[] LeftWords = Digits(
        "0123456789abcdef74d1a6f3c0952eb83ae49f812706db5c" + "19ba08c4d37fe56240597c2ae138b6fd"
    );

    private static readonly byte[] RightWords = Digits(
        "5e7092b4d6f81a3c6b370d5aef8c4912f5137e69b8c2a04d" + "86413bf05c2d97aecfa4158762de039b"
    );

    private static readonly byte[] LeftShifts = Digits(
        "befc5879bdef6798768db97f7cf9b7dcbd67e9dfe8d65c75" + "bcefef989e56865c9f5b68dc5cdeb856"
    );

    private static readonly byte[] RightShifts = Digits(
        "899bdff5778beec69df7c89b77c76fdb97fb866ecd5edd75" + "f58bee6e69c9c5f885c9c5e68d65fdbb"
    );

    private static ReadOnlySpan<uint> LeftConstants => [0, 0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xA953FD4E];

    private static ReadOnlySpan<uint> RightConstants => [0x50A28BE6, 0x5C4DD124, 0x6D703EF3, 0x7A6D76E9, 0];

    /// <summary>The hash: 20 bytes.</summary>
    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        Span<uint> state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0];
        var whole = data.Length / BlockLength * BlockLength;
        for (var at = 0; at < whole; at += BlockLength)
        {
            Compress(state, data.Slice(at, BlockLength));
        }

        var rest = data[whole..];
        Span<byte> tail = stackalloc byte[2 * BlockLength];
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        var length = rest.Length < BlockLength - 8 ? BlockLength : 2 * BlockLength;
        BinaryPrimitives.WriteUInt64LittleEndian(tail[(length - 8)..], (ulong)data.Length * 8);
        for (var at = 0; at < length; at += BlockLength)
        {
            Compress(state, tail.Slice(at, BlockLength));
        }

        var hash = new byte[20];
        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(hash.AsSpan(4 * i), state[i]);
        }

        return hash;
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[16];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(block[(4 * i)..]);
        }

        Span<uint> left = stackalloc uint[5];
        Span<uint> right = stackalloc uint[5];
        state.CopyTo(left);
        state.CopyTo(right);
        for (var step = 0; step < 80; step++)
        {
            var round = step / 16;
            Turn(left, round, words[LeftWords[step]] + LeftConstants[round], LeftShifts[step]);
            Turn(right, 4 - round, words[RightWords[step]] + RightConstants[round], RightShifts[step]);
        }

        var first = state[1] + left[2] + right[3];
        state[1] = state[2] + left[3] + right[4];
        state[2] = state[3] + left[4] + right[0];
        state[3] = state[4] + left[0] + right[1];
        state[4] = state[0] + left[1] + right[2];
        state[0] = first;
    }

    private static void Turn(Span<uint> line, int function, uint addend, int shift)
    {
        var mixed = line[0] + Mix(function, line[1], line[2], line[3]) + addend;
        var next = BitOperations.RotateLeft(mixed, shift) + line[4];
        (line[0], line[4], line[3], line[2], line[1]) = (
            line[4],
            line[3],
            BitOperations.RotateLeft(line[2], 10),
            line[1],
            next
        );
    }

    private static uint Mix(int function, uint x, uint y, uint z) =>
        function switch
        {
            0 => x ^ y ^ z,
            1 => (x & y) | (~x & z),
            2 => (x | ~y) ^ z,
            3 => (x & z) | (y & ~z),
            _ => x ^ (y | ~z),
        };

    private static byte[] Digits(string digits) => [.. digits.Select(digit => (byte)Convert.ToInt32($"{digit}", 16))];
}
