using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Anchor.Stellar.Xdr;

namespace Anchor.Stellar;

/// <summary>What became of a transaction as a whole.</summary>
public enum TransactionResultCode
{
    FeeBumpInnerSuccess = 1,
    Success = 0,
    Failed = -1,
    TooEarly = -2,
    TooLate = -3,
    MissingOperation = -4,
    BadSequence = -5,
    BadAuth = -6,
    InsufficientBalance = -7,
    NoAccount = -8,
    InsufficientFee = -9,
    BadAuthExtra = -10,
    InternalError = -11,
    NotSupported = -12,
    FeeBumpInnerFailed = -13,
    BadSponsorship = -14,
    BadMinSequenceAgeOrGap = -15,
    Malformed = -16,
    SorobanInvalid = -17,
    FrozenKeyAccessed = -18,
}

/// <summary>The result of a transaction.</summary>
/// <param name="FeeCharged">Stroops.</param>
/// <param name="Code">What became of it.</param>
/// <param name="Operations">One result each if the code is success or failed, otherwise empty.</param>
public sealed record TransactionResult(
    long FeeCharged,
    TransactionResultCode Code,
    ImmutableArray<OperationResult> Operations
)
{
    /// <summary>The inner transaction's result, if this is a fee bump that was applied.</summary>
    public InnerTransactionResult? Inner { get; init; }

    public bool IsSuccess => Code is TransactionResultCode.Success or TransactionResultCode.FeeBumpInnerSuccess;

    /// <summary>The operations' results, the inner transaction's for a fee bump.</summary>
    public ImmutableArray<OperationResult> EffectiveOperations => Inner?.Result.Operations ?? Operations;

    public static bool TryDecode(string? base64, [NotNullWhen(true)] out TransactionResult? result)
    {
        try
        {
            result = Decode(base64 ?? "");
            return true;
        }
        catch (XdrException)
        {
            result = null;
            return false;
        }
    }

    public static TransactionResult Decode(string base64) => XdrText.Read(base64, ResultXdr.Read);

    public string ToBase64() => XdrText.Write(this, ResultXdr.Write);
}

/// <summary>The inner transaction of a fee bump: its hash and its own result.</summary>
public sealed record InnerTransactionResult(Hash256 TransactionHash, TransactionResult Result);
