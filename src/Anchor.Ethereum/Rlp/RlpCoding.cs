using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Anchor.Ethereum.Rlp;

/// <summary>Writes RLP, and reads it strictly: one item has one encoding, and only that is taken.</summary>
public static class RlpCoding
{
    private const int ShortString = 0x80;
    private const int LongString = 0xb7;
    private const int ShortList = 0xc0;
    private const int LongList = 0xf7;
    private const int LongestShort = 55;

    // Deeper than anything Ethereum writes, and far from the end of a thread's stack.
    private const int MostDepth = 64;

    public static byte[] Encode(RlpItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var output = new ArrayBufferWriter<byte>();
        Write(output, item);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A list of items that are encoded already: its header and then they, as they are.</summary>
    public static byte[] EncodeList(IReadOnlyCollection<byte[]> encodedItems)
    {
        ArgumentNullException.ThrowIfNull(encodedItems);
        var output = new ArrayBufferWriter<byte>();
        WriteHeader(output, ShortList, LongList, encodedItems.Sum(item => item.Length));
        foreach (var item in encodedItems)
        {
            output.Write(item);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Exactly one item; null if the bytes are anything else, or more.</summary>
    public static RlpItem? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var item = TryRead(ref bytes, MostDepth);
        return bytes.IsEmpty ? item : null;
    }

    private static void Write(ArrayBufferWriter<byte> output, RlpItem item)
    {
        if (item.IsList)
        {
            var items = new ArrayBufferWriter<byte>();
            foreach (var inner in item.Items)
            {
                Write(items, inner);
            }

            WriteHeader(output, ShortList, LongList, items.WrittenCount);
            output.Write(items.WrittenSpan);
            return;
        }

        if (item.Bytes.Length != 1 || item.Bytes[0] >= ShortString)
        {
            WriteHeader(output, ShortString, LongString, item.Bytes.Length);
        }

        output.Write(item.Bytes);
    }

    private static void WriteHeader(ArrayBufferWriter<byte> output, int shortForm, int longForm, int length)
    {
        if (length <= LongestShort)
        {
            output.Write([(byte)(shortForm + length)]);
            return;
        }

        Span<byte> digits = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(digits, length);
        digits = digits[digits.IndexOfAnyExcept((byte)0)..];
        output.Write([(byte)(longForm + digits.Length)]);
        output.Write(digits);
    }

    /// <summary>The first item, which is then taken off the bytes.</summary>
    private static RlpItem? TryRead(ref ReadOnlySpan<byte> bytes, int depth)
    {
        if (bytes.IsEmpty || depth == 0)
        {
            return null;
        }

        int first = bytes[0];
        if (first < ShortString)
        {
            var single = RlpItem.Of(bytes[..1]);
            bytes = bytes[1..];
            return single;
        }

        var isList = first >= ShortList;
        if (!TryTake(ref bytes, isList ? ShortList : ShortString, isList ? LongList : LongString, out var content))
        {
            return null;
        }

        if (isList)
        {
            return TryReadItems(content, depth - 1);
        }

        return content is [< ShortString] ? null : RlpItem.Of(content);
    }

    private static RlpItem? TryReadItems(ReadOnlySpan<byte> content, int depth)
    {
        var items = ImmutableArray.CreateBuilder<RlpItem>();
        while (!content.IsEmpty)
        {
            if (TryRead(ref content, depth) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return RlpItem.List(items.ToImmutable());
    }

    private static bool TryTake(
        ref ReadOnlySpan<byte> bytes,
        int shortForm,
        int longForm,
        out ReadOnlySpan<byte> content
    )
    {
        content = default;
        var header = 1;
        long length = bytes[0] - shortForm;
        if (bytes[0] > longForm)
        {
            var digits = bytes[0] - longForm;
            header += digits;
            if (digits > sizeof(int) || bytes.Length < header || bytes[1] == 0)
            {
                return false;
            }

            length = 0;
            foreach (var digit in bytes[1..header])
            {
                length = (length << 8) | digit;
            }

            if (length <= LongestShort)
            {
                return false;
            }
        }

        if (bytes.Length - header < length)
        {
            return false;
        }

        content = bytes.Slice(header, (int)length);
        bytes = bytes[(header + (int)length)..];
        return true;
    }
}
