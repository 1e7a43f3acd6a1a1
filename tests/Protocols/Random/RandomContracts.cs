using System.Buffers.Binary;

namespace Anchor.Protocols.Tests.Random;

/// <summary>Contract calls and resources as XDR, written here by hand: the product only carries them.</summary>
internal static class RandomContracts
{
    internal static ByteString Invocation(RandomValues r)
    {
        var x = new Bytes();
        switch (r.Below(4))
        {
            case 0:
                x.Int(0);
                Call(r, x);
                break;
            case 1:
                x.Int(1);
                Creation(r, x, false);
                break;
            case 2:
                x.Int(2).Opaque(r.Opaque(0, 70));
                break;
            default:
                x.Int(3);
                Creation(r, x, true);
                break;
        }

        Entries(r, x);
        return x.ToByteString();
    }

    internal static ByteString AuthorizationEntries(RandomValues r)
    {
        var x = new Bytes();
        Entries(r, x);
        return x.ToByteString();
    }

    internal static ByteString Resources(RandomValues r)
    {
        var x = new Bytes();
        if (r.Chance(30))
        {
            x.Int(1).Int(2).Int(3).Int(9);
        }
        else
        {
            x.Int(0);
        }

        for (var side = 0; side < 2; side++)
        {
            var keys = r.Below(3);
            x.Int(keys);
            for (var i = 0; i < keys; i++)
            {
                x.Raw(LedgerKey(r));
            }
        }

        return x.Int(r.PositiveInt32()).Int(7).Int(8).Long(r.Int64()).ToByteString();
    }

    internal static ByteString LedgerKey(RandomValues r)
    {
        var x = new Bytes();
        switch (r.Below(5))
        {
            case 0:
                x.Int(5).Raw(r.Bytes(32));
                break;
            case 1:
                x.Int(6);
                Address(r, x);
                Value(r, x, 0);
                x.Int(r.Below(2));
                break;
            case 2:
                x.Int(7).Raw(r.Bytes(32));
                break;
            case 3:
                x.Int(8).Int(r.Below(4));
                break;
            default:
                x.Int(9).Raw(r.Bytes(32));
                break;
        }

        return x.ToByteString();
    }

    /// <summary>The one ledger key besides those of the classic entries that a revocation may name.</summary>
    internal static ByteString PoolKey(RandomValues r) => new Bytes().Int(5).Raw(r.Bytes(32)).ToByteString();

    private static void Entries(RandomValues r, Bytes x)
    {
        var entries = r.Below(3);
        x.Int(entries);
        for (var i = 0; i < entries; i++)
        {
            Credentials(r, x);
            Authorized(r, x, 0);
        }
    }

    private static void Call(RandomValues r, Bytes x)
    {
        Address(r, x);
        x.Opaque(r.Ascii(1, 32));
        Vector(r, x, 0);
    }

    private static void Creation(RandomValues r, Bytes x, bool withArguments)
    {
        if (r.Chance(50))
        {
            x.Int(0);
            Address(r, x);
            x.Raw(r.Bytes(32));
        }
        else
        {
            x.Int(1).Int(0);
        }

        Executable(r, x);
        if (withArguments)
        {
            Vector(r, x, 0);
        }
    }

    private static void Credentials(RandomValues r, Bytes x)
    {
        var kind = r.Below(4);
        x.Int(kind);
        if (kind == 0)
        {
            return;
        }

        Address(r, x);
        x.Long(r.Int64()).Int(r.PositiveInt32());
        Value(r, x, 0);
        if (kind == 3)
        {
            x.Int(1);
            Address(r, x);
            Value(r, x, 1);
            x.Int(0);
        }
    }

    private static void Authorized(RandomValues r, Bytes x, int depth)
    {
        var kind = r.Below(3);
        x.Int(kind);
        if (kind == 0)
        {
            Call(r, x);
        }
        else
        {
            Creation(r, x, kind == 2);
        }

        var children = depth < 3 ? r.Below(3) : 0;
        x.Int(children);
        for (var i = 0; i < children; i++)
        {
            Authorized(r, x, depth + 1);
        }
    }

    private static void Address(RandomValues r, Bytes x)
    {
        switch (r.Below(5))
        {
            case 0:
                x.Int(0).Int(0);
                break;
            case 1:
                x.Int(1);
                break;
            case 2:
                x.Int(2).Long(r.Int64());
                break;
            case 3:
                x.Int(3).Int(0);
                break;
            default:
                x.Int(4);
                break;
        }

        x.Raw(r.Bytes(32));
    }

    private static void Executable(RandomValues r, Bytes x)
    {
        if (r.Chance(50))
        {
            x.Int(0).Raw(r.Bytes(32));
        }
        else
        {
            x.Int(1);
        }
    }

    private static void Vector(RandomValues r, Bytes x, int depth)
    {
        var count = r.Below(4);
        x.Int(count);
        for (var i = 0; i < count; i++)
        {
            Value(r, x, depth + 1);
        }
    }

    private static void Map(RandomValues r, Bytes x, int depth)
    {
        var count = r.Below(3);
        x.Int(count);
        for (var i = 0; i < count * 2; i++)
        {
            Value(r, x, depth + 1);
        }
    }

    private static void Value(RandomValues r, Bytes x, int depth)
    {
        var kind = r.Below(22);
        kind = depth > 3 && kind is 16 or 17 or 19 ? 1 : kind;
        x.Int(kind);
        switch (kind)
        {
            case 0:
                x.Int(r.Below(2));
                break;
            case 1 or 20:
                break;
            case 2:
                x.Int(1).Int(r.Below(10));
                break;
            case 3 or 4:
                x.Int(r.PositiveInt32());
                break;
            case 5 or 6 or 7 or 8 or 21:
                x.Long(r.Int64());
                break;
            case 9 or 10:
                x.Raw(r.Bytes(16));
                break;
            case 11 or 12:
                x.Raw(r.Bytes(32));
                break;
            case 13:
                x.Opaque(r.Opaque(0, 40));
                break;
            case 14:
                x.Opaque(r.Ascii(0, 40));
                break;
            case 15:
                x.Opaque(r.Ascii(0, 32));
                break;
            case 16:
                x.Int(1);
                Vector(r, x, depth);
                break;
            case 17:
                x.Int(1);
                Map(r, x, depth);
                break;
            case 18:
                Address(r, x);
                break;
            default:
                Executable(r, x);
                x.Int(0);
                break;
        }
    }

    /// <summary>The least that writes XDR, apart from the writer under test.</summary>
    private sealed class Bytes
    {
        private readonly List<byte> _bytes = [];

        internal Bytes Int(int value)
        {
            var big = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(big, value);
            _bytes.AddRange(big);
            return this;
        }

        internal Bytes Long(long value) => Int((int)(value >> 32)).Int((int)value);

        internal Bytes Raw(byte[] value)
        {
            _bytes.AddRange(value);
            return this;
        }

        internal Bytes Raw(ByteString value) => Raw(value.ToArray());

        internal Bytes Opaque(ByteString value) => Int(value.Length).Raw(value).Raw(new byte[-value.Length & 3]);

        internal ByteString ToByteString() => new([.. _bytes]);
    }
}
