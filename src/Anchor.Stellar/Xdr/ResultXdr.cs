namespace Anchor.Stellar.Xdr;

/// <summary>Transaction results. Codes that a newer network may add are kept by their number.</summary>
internal static class ResultXdr
{
    private const int MaxOperations = Transaction.MaxOperations;

    public static TransactionResult Read(ref XdrReader r) => Read(ref r, isInner: false);

    public static void Write(ref XdrWriter w, TransactionResult value)
    {
        w.I64(value.FeeCharged);
        w.I32((int)value.Code);
        if (IsFeeBump(value.Code))
        {
            var inner = value.Inner ?? throw new InvalidOperationException("A fee bump's result holds the inner one.");
            w.Hash(inner.TransactionHash);
            Write(ref w, inner.Result);
        }
        else if (HasOperations(value.Code))
        {
            w.Array(value.Operations, MaxOperations, OperationResultXdr.Write);
        }

        w.I32(0);
    }

    private static TransactionResult Read(ref XdrReader r, bool isInner)
    {
        var fee = r.I64();
        var code = (TransactionResultCode)r.I32();
        var result = new TransactionResult(fee, code, []);
        if (code > TransactionResultCode.FeeBumpInnerSuccess || (isInner && IsFeeBump(code)))
        {
            throw new XdrException($"Transaction result {(int)code} is not possible here.");
        }

        if (IsFeeBump(code))
        {
            result = result with { Inner = new InnerTransactionResult(r.Hash(), Read(ref r, isInner: true)) };
        }
        else if (HasOperations(code))
        {
            result = result with { Operations = r.Array(MaxOperations, OperationResultXdr.Read) };
        }

        r.NoExtension();
        return result;
    }

    private static bool IsFeeBump(TransactionResultCode code) =>
        code is TransactionResultCode.FeeBumpInnerSuccess or TransactionResultCode.FeeBumpInnerFailed;

    private static bool HasOperations(TransactionResultCode code) =>
        code is TransactionResultCode.Success or TransactionResultCode.Failed;
}
