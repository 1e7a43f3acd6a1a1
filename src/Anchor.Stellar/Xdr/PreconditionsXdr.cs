namespace Anchor.Stellar.Xdr;

/// <summary>Preconditions, in whichever of their three forms they were written.</summary>
internal static class PreconditionsXdr
{
    public static Preconditions Read(ref XdrReader r) =>
        (PreconditionForm)r.I32() switch
        {
            PreconditionForm.None => Preconditions.None,
            PreconditionForm.Time => Preconditions.Within(TimeBounds(ref r)),
            PreconditionForm.General => new Preconditions
            {
                Form = PreconditionForm.General,
                TimeBounds = r.Optional(TimeBounds),
                LedgerBounds = r.Optional(static (ref XdrReader x) => new LedgerBounds(x.U32(), x.U32())),
                MinSequence = r.OptionalValue(static (ref XdrReader x) => x.I64()),
                MinSequenceAge = r.U64(),
                MinSequenceLedgerGap = r.U32(),
                ExtraSigners = r.Array(2, ValueXdr.SignerKey),
            },
            var other => throw new XdrException($"Preconditions of form {(int)other} are not known."),
        };

    public static void Write(ref XdrWriter w, Preconditions value)
    {
        w.I32((int)value.Form);
        switch (value.Form)
        {
            case PreconditionForm.Time:
                TimeBounds(
                    ref w,
                    value.TimeBounds ?? throw new InvalidOperationException("Time preconditions need time bounds.")
                );
                break;
            case PreconditionForm.General:
                w.Optional(value.TimeBounds, TimeBounds);
                w.Optional(
                    value.LedgerBounds,
                    static (ref XdrWriter x, LedgerBounds v) =>
                    {
                        x.U32(v.MinLedger);
                        x.U32(v.MaxLedger);
                    }
                );
                w.OptionalValue(value.MinSequence, static (ref XdrWriter x, long v) => x.I64(v));
                w.U64(value.MinSequenceAge);
                w.U32(value.MinSequenceLedgerGap);
                w.Array(value.ExtraSigners, 2, ValueXdr.SignerKey);
                break;
        }
    }

    public static TimeBounds TimeBounds(ref XdrReader r) => new(r.U64(), r.U64());

    public static void TimeBounds(ref XdrWriter w, TimeBounds value)
    {
        w.U64(value.MinTime);
        w.U64(value.MaxTime);
    }
}
