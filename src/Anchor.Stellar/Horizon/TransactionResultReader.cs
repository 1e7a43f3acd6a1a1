using System.Buffers.Binary;

namespace Anchor.Stellar.Horizon;

/// <summary>Takes the result codes out of a transaction result.</summary>
internal static class TransactionResultReader
{
    private const int CodeAt = sizeof(long);
    private const int InnerCodeAt = CodeAt + sizeof(int) + 32 + sizeof(long);

    /// <summary>A transaction in a ledger has codes whatever its result looks like.</summary>
    public static ResultCodes Codes(HorizonTransaction transaction) =>
        TryCodes(transaction.ResultXdr) ?? new ResultCodes(transaction.Successful ? "tx_success" : "tx_failed");

    /// <summary>Null if it cannot be decoded.</summary>
    public static ResultCodes? TryCodes(string? resultXdr)
    {
        var buffer = new byte[(resultXdr?.Length ?? 0) + sizeof(long)];
        if (
            resultXdr is null
            || !Convert.TryFromBase64String(resultXdr, buffer, out var length)
            || length < CodeAt + sizeof(int)
        )
        {
            return null;
        }

        var code = CodeIn(buffer, CodeAt);
        var isFeeBump = code is TransactionResultCode.FeeBumpInnerSuccess or TransactionResultCode.FeeBumpInnerFailed;
        return isFeeBump && length >= InnerCodeAt + sizeof(int)
            ? new ResultCodes(ResultWords.Of(code), ResultWords.Of(CodeIn(buffer, InnerCodeAt)))
            : new ResultCodes(ResultWords.Of(code));
    }

    private static TransactionResultCode CodeIn(byte[] bytes, int at) =>
        (TransactionResultCode)BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
}
