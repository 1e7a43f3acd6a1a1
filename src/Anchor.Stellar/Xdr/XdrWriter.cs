using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Anchor.Stellar.Xdr;

/// <summary>Writes one element of an XDR array.</summary>
internal delegate void WriteXdr<in T>(ref XdrWriter writer, T value);

/// <summary>Writes XDR into a buffer of the caller's, usually on the stack, and into a rented one when that is full.</summary>
internal ref struct XdrWriter(Span<byte> initial)
{
    /// <summary>Holds any envelope of a few operations.</summary>
    public const int StackSize = 1024;

    private Span<byte> _buffer = initial;
    private byte[]? _rented;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void I32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);

    public void I64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    public void Bool(bool value) => U32(value ? 1u : 0u);

    public void Hash(Hash256 value) => value.CopyTo(Reserve(Hash256.Size));

    public void Fixed(scoped ReadOnlySpan<byte> value)
    {
        var target = Reserve((value.Length + 3) & ~3);
        value.CopyTo(target);
        target[value.Length..].Clear();
    }

    public void Opaque(ByteString value, int maxLength)
    {
        if (value.Length > maxLength)
        {
            throw new InvalidOperationException($"{value.Length} bytes where at most {maxLength} fit.");
        }

        I32(value.Length);
        Fixed(value.Span);
    }

    /// <summary>XDR that was kept as it was read.</summary>
    public void Raw(ByteString value) => value.Span.CopyTo(Reserve(value.Length));

    public void Array<T>(ImmutableArray<T> items, int maxCount, WriteXdr<T> write)
    {
        if (items.Length > maxCount)
        {
            throw new InvalidOperationException($"{items.Length} elements where at most {maxCount} fit.");
        }

        I32(items.Length);
        foreach (var item in items)
        {
            write(ref this, item);
        }
    }

    public void Optional<T>(T? value, WriteXdr<T> write)
        where T : class
    {
        Bool(value is not null);
        if (value is not null)
        {
            write(ref this, value);
        }
    }

    public void OptionalValue<T>(T? value, WriteXdr<T> write)
        where T : struct
    {
        Bool(value is not null);
        if (value is { } present)
        {
            write(ref this, present);
        }
    }

    /// <summary>Gives a rented buffer back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - _length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
            Written.CopyTo(larger);
            Dispose();
            _rented = larger;
            _buffer = larger;
        }

        var span = _buffer.Slice(_length, count);
        _length += count;
        return span;
    }
}
