namespace Anchor.Stellar.Xdr;

/// <summary>Contract values: those that web authentication uses are read, the others walked over and kept.</summary>
internal static partial class ScValXdr
{
    private const int Unbounded = int.MaxValue;

    public static void Skip(ref XdrReader r)
    {
        r.Enter();
        switch (r.I32())
        {
            case 0:
                r.Bool();
                break;
            case 1 or 20:
                break;
            case 2:
                r.Fixed(8);
                break;
            case 3 or 4:
                r.U32();
                break;
            case 5 or 6 or 7 or 8 or 21:
                r.U64();
                break;
            case 9 or 10:
                r.Fixed(16);
                break;
            case 11 or 12:
                r.Hash();
                break;
            case 13 or 14:
                r.Opaque(Unbounded);
                break;
            case 15:
                r.Opaque(32);
                break;
            case 16:
                if (r.Bool())
                {
                    SkipVector(ref r);
                }

                break;
            case 17:
                SkipOptionalMap(ref r);
                break;
            case 18:
                SkipAddress(ref r);
                break;
            case 19:
                SkipExecutable(ref r);
                SkipOptionalMap(ref r);
                break;
            case var other:
                throw new XdrException($"Contract value {other} is not known.");
        }

        r.Leave();
    }

    public static void SkipVector(ref XdrReader r)
    {
        for (var left = r.Count(Unbounded); left > 0; left--)
        {
            Skip(ref r);
        }
    }

    public static void SkipAddress(ref XdrReader r)
    {
        switch (r.I32())
        {
            case 0:
                ValueXdr.Account(ref r);
                break;
            case 1 or 4:
                r.Hash();
                break;
            case 2:
                r.U64();
                r.Hash();
                break;
            case 3:
                ValueXdr.BalanceId(ref r);
                break;
            case var other:
                throw new XdrException($"Address type {other} is not known.");
        }
    }

    public static void SkipExecutable(ref XdrReader r)
    {
        switch (r.I32())
        {
            case 0:
                r.Hash();
                break;
            case 1:
                break;
            case var other:
                throw new XdrException($"Contract executable {other} is not known.");
        }
    }

    private static void SkipOptionalMap(ref XdrReader r)
    {
        if (!r.Bool())
        {
            return;
        }

        for (var left = r.Count(Unbounded, 8); left > 0; left--)
        {
            Skip(ref r);
            Skip(ref r);
        }
    }
}
