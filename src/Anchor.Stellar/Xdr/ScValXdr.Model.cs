namespace Anchor.Stellar.Xdr;

/// <content>Reading and writing of the values that have a type of their own here.</content>
internal static partial class ScValXdr
{
    public static ScVal Read(ref XdrReader r)
    {
        var start = r.Position;
        var whole = r;
        r.Enter();
        ScVal value;
        switch (r.I32())
        {
            case 1:
                value = new ScVoid();
                break;
            case 13:
                value = new ScBytes(r.Opaque(Unbounded));
                break;
            case 14:
                value = new ScString(r.Opaque(Unbounded));
                break;
            case 15:
                value = new ScSymbol(r.Opaque(32));
                break;
            case 16 when r.Bool():
                value = new ScVec(r.Array(Unbounded, Read));
                break;
            case 17 when r.Bool():
                value = new ScMap(
                    r.Array(Unbounded, static (ref XdrReader x) => new ScMapEntry(Read(ref x), Read(ref x)), 8)
                );
                break;
            case 18:
                value = new ScAddressVal(ReadAddress(ref r));
                break;
            default:
                r = whole;
                Skip(ref r);
                return new ScOther(r.Since(start));
        }

        r.Leave();
        return value;
    }

    public static void Write(ref XdrWriter w, ScVal value)
    {
        switch (value)
        {
            case ScVoid:
                w.I32(1);
                break;
            case ScBytes bytes:
                w.I32(13);
                w.Opaque(bytes.Value, Unbounded);
                break;
            case ScString text:
                w.I32(14);
                w.Opaque(text.Value, Unbounded);
                break;
            case ScSymbol symbol:
                w.I32(15);
                w.Opaque(symbol.Value, 32);
                break;
            case ScVec vector:
                w.I32(16);
                w.Bool(true);
                w.Array(vector.Items, Unbounded, Write);
                break;
            case ScMap map:
                w.I32(17);
                w.Bool(true);
                w.Array(
                    map.Entries,
                    Unbounded,
                    static (ref XdrWriter x, ScMapEntry entry) =>
                    {
                        Write(ref x, entry.Key);
                        Write(ref x, entry.Value);
                    }
                );
                break;
            case ScAddressVal address:
                w.I32(18);
                WriteAddress(ref w, address.Address);
                break;
            case ScOther other:
                w.Raw(other.Xdr);
                break;
        }
    }

    public static ScAddress ReadAddress(ref XdrReader r) =>
        new(
            r.I32() switch
            {
                0 => ValueXdr.Account(ref r).ToString(),
                1 => StrKey.Encode(StrKeyKind.Contract, r.Hash().ToArray()),
                2 => MuxedAddress(ref r).ToString(),
                3 => ValueXdr.BalanceId(ref r).ToStrKey(),
                4 => StrKey.Encode(StrKeyKind.LiquidityPool, r.Hash().ToArray()),
                var other => throw new XdrException($"Address type {other} is not known."),
            }
        );

    public static void WriteAddress(ref XdrWriter w, ScAddress value)
    {
        if (!StrKey.TryDecode(value.Text, out var kind, out var payload))
        {
            throw new InvalidOperationException("Not an address.");
        }

        switch (kind)
        {
            case StrKeyKind.Account:
                w.I32(0);
                w.I32(0);
                w.Fixed(payload);
                break;
            case StrKeyKind.Contract:
                w.I32(1);
                w.Fixed(payload);
                break;
            case StrKeyKind.MuxedAccount:
                w.I32(2);
                w.Fixed(payload.AsSpan(Hash256.Size));
                w.Fixed(payload.AsSpan(0, Hash256.Size));
                break;
            case StrKeyKind.ClaimableBalance:
                w.I32(3);
                w.I32(0);
                w.Fixed(payload.AsSpan(1));
                break;
            case StrKeyKind.LiquidityPool:
                w.I32(4);
                w.Fixed(payload);
                break;
            default:
                throw new InvalidOperationException($"A {kind} key is not an address.");
        }
    }

    private static MuxedAccount MuxedAddress(ref XdrReader r)
    {
        var id = r.U64();
        return new MuxedAccount(new AccountId(r.Hash()), id);
    }
}
