using System.Buffers;

namespace Anchor.Stellar.Xdr;

/// <summary>XDR as base64 text.</summary>
internal static class XdrText
{
    /// <summary>Far above the network's limit for a transaction, far below what could hurt.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Reads one whole value.</summary>
    public static T Read<T>(ReadOnlySpan<char> base64, ReadXdr<T> read)
    {
        if (base64.Length > MaxLength)
        {
            throw new XdrException("The text is too long.");
        }

        var rented = ArrayPool<byte>.Shared.Rent((base64.Length / 4 * 3) + 3);
        try
        {
            // The framework skips white space, so that one value would have many texts: the length tells.
            var padding =
                base64.EndsWith("==") ? 2
                : base64.EndsWith("=") ? 1
                : 0;
            if (
                base64.Length % 4 != 0
                || !Convert.TryFromBase64Chars(base64, rented, out var length)
                || length != (base64.Length / 4 * 3) - padding
            )
            {
                throw new XdrException("Not base64.");
            }

            return Read(rented.AsSpan(0, length), read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static T Read<T>(ReadOnlySpan<byte> bytes, ReadXdr<T> read)
    {
        var reader = new XdrReader(bytes);
        var value = read(ref reader);
        reader.End();
        return value;
    }

    public static string Write<T>(T value, WriteXdr<T> write)
    {
        var writer = new XdrWriter(stackalloc byte[XdrWriter.StackSize]);
        try
        {
            write(ref writer, value);
            return Convert.ToBase64String(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static byte[] WriteBytes<T>(T value, WriteXdr<T> write)
    {
        var writer = new XdrWriter(stackalloc byte[XdrWriter.StackSize]);
        try
        {
            write(ref writer, value);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }
}
