using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Anchor.Stellar.Xdr;

/// <summary>Reads one element of an XDR array.</summary>
internal delegate T ReadXdr<out T>(ref XdrReader reader);

/// <summary>A strict XDR reader (RFC 4506): padding must be zero, booleans 0 or 1, and no announced length is believed beyond the bytes that are there.</summary>
internal ref struct XdrReader(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 200;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;

    public int Position { get; private set; }

    public readonly int Remaining => _bytes.Length - Position;

    public uint U32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public int I32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public long I64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public Hash256 Hash() => new(Take(Hash256.Size));

    public bool Bool() =>
        U32() switch
        {
            0 => false,
            1 => true,
            var other => throw new XdrException($"{other} is not a boolean."),
        };

    public ReadOnlySpan<byte> Fixed(int length)
    {
        var value = Take(length);
        if (Take(-length & 3).ContainsAnyExcept((byte)0))
        {
            throw new XdrException("The padding is not zero.");
        }

        return value;
    }

    public ByteString Opaque(int maxLength)
    {
        var length = U32();
        if (length > maxLength || length > Remaining)
        {
            throw new XdrException($"A length of {length} where at most {maxLength} bytes fit.");
        }

        return new ByteString(Fixed((int)length));
    }

    /// <summary>The count of a following array, each element of which takes at least <paramref name="minElementSize"/> bytes.</summary>
    public int Count(int maxCount, int minElementSize = 4)
    {
        var count = U32();
        if (count > maxCount || count * (long)minElementSize > Remaining)
        {
            throw new XdrException($"A count of {count} where at most {maxCount} elements fit.");
        }

        return (int)count;
    }

    public ImmutableArray<T> Array<T>(int maxCount, ReadXdr<T> read, int minElementSize = 4)
    {
        var count = Count(maxCount, minElementSize);
        if (count == 0)
        {
            return [];
        }

        // The room grows with what is really read: nested counts could otherwise each claim all that is left.
        var items = ImmutableArray.CreateBuilder<T>(Math.Min(count, 16));
        for (var i = 0; i < count; i++)
        {
            items.Add(read(ref this));
        }

        return items.DrainToImmutable();
    }

    public T? Optional<T>(ReadXdr<T> read)
        where T : class => Bool() ? read(ref this) : null;

    public T? OptionalValue<T>(ReadXdr<T> read)
        where T : struct => Bool() ? read(ref this) : null;

    /// <summary>An extension point of which only version 0 exists.</summary>
    public void NoExtension()
    {
        if (I32() is not 0 and var version)
        {
            throw new XdrException($"Extension {version} is not known.");
        }
    }

    /// <summary>The bytes read since <paramref name="start"/>, for what is kept as it was written.</summary>
    public readonly ByteString Since(int start) => new(_bytes[start..Position]);

    /// <summary>Goes one level down in a recursive type; what is nested deeper than any network accepts is refused before it fills the stack.</summary>
    public void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new XdrException("Nested too deep.");
        }
    }

    public void Leave() => _depth--;

    public readonly void End()
    {
        if (Remaining != 0)
        {
            throw new XdrException($"{Remaining} bytes follow the value.");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > Remaining)
        {
            throw new XdrException("The bytes end too early.");
        }

        var taken = _bytes.Slice(Position, length);
        Position += length;
        return taken;
    }
}
