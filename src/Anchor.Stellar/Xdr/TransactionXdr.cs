namespace Anchor.Stellar.Xdr;

/// <summary>Transactions without their signatures.</summary>
internal static class TransactionXdr
{
    public static Transaction Read(ref XdrReader r) =>
        new()
        {
            Source = ValueXdr.Muxed(ref r),
            Fee = r.U32(),
            Sequence = r.I64(),
            Preconditions = PreconditionsXdr.Read(ref r),
            Memo = Memo(ref r),
            Operations = Operations(ref r),
            SorobanData = SorobanData(ref r),
        };

    /// <summary>The form from before muxed accounts: a bare key and optional time bounds.</summary>
    public static Transaction ReadV0(ref XdrReader r)
    {
        var transaction = new Transaction
        {
            Source = new AccountId(r.Hash()),
            Fee = r.U32(),
            Sequence = r.I64(),
            Preconditions = r.Bool() ? Preconditions.Within(PreconditionsXdr.TimeBounds(ref r)) : Preconditions.None,
            Memo = Memo(ref r),
            Operations = Operations(ref r),
        };
        r.NoExtension();
        return transaction;
    }

    public static void Write(ref XdrWriter w, Transaction value)
    {
        ValueXdr.Muxed(ref w, value.Source);
        w.U32(value.Fee);
        w.I64(value.Sequence);
        PreconditionsXdr.Write(ref w, value.Preconditions);
        Memo(ref w, value.Memo);
        w.Array(value.Operations, Transaction.MaxOperations, OperationWriter.Write);
        if (value.SorobanData is { } data)
        {
            w.I32(1);
            w.Raw(data);
        }
        else
        {
            w.I32(0);
        }
    }

    public static void WriteV0(ref XdrWriter w, Transaction value)
    {
        if (
            value.Source.Id is not null
            || value.Preconditions.Form == PreconditionForm.General
            || value.SorobanData is not null
        )
        {
            throw new InvalidOperationException("A V0 envelope has no room for what this transaction says.");
        }

        w.Hash(value.Source.Account.Key);
        w.U32(value.Fee);
        w.I64(value.Sequence);
        w.Optional(value.Preconditions.TimeBounds, PreconditionsXdr.TimeBounds);
        Memo(ref w, value.Memo);
        w.Array(value.Operations, Transaction.MaxOperations, OperationWriter.Write);
        w.I32(0);
    }

    private static System.Collections.Immutable.ImmutableArray<Operation> Operations(ref XdrReader r) =>
        r.Array(Transaction.MaxOperations, OperationReader.Read, 8);

    private static ByteString? SorobanData(ref XdrReader r)
    {
        switch (r.I32())
        {
            case 0:
                return null;
            case 1:
                var start = r.Position;
                SorobanXdr.SkipTransactionData(ref r);
                return r.Since(start);
            case var other:
                throw new XdrException($"Transaction extension {other} is not known.");
        }
    }

    private static Memo Memo(ref XdrReader r) =>
        r.I32() switch
        {
            0 => Stellar.Memo.None,
            1 => new TextMemo(r.Opaque(TextMemo.MaxBytes)),
            2 => new IdMemo(r.U64()),
            3 => new HashMemo(r.Hash()),
            4 => new ReturnMemo(r.Hash()),
            var other => throw new XdrException($"Memo type {other} is not known."),
        };

    private static void Memo(ref XdrWriter w, Memo value)
    {
        switch (value)
        {
            case NoMemo:
                w.I32(0);
                break;
            case TextMemo memo:
                w.I32(1);
                w.Opaque(memo.Bytes, TextMemo.MaxBytes);
                break;
            case IdMemo memo:
                w.I32(2);
                w.U64(memo.Value);
                break;
            case HashMemo memo:
                w.I32(3);
                w.Hash(memo.Value);
                break;
            case ReturnMemo memo:
                w.I32(4);
                w.Hash(memo.Value);
                break;
        }
    }
}
