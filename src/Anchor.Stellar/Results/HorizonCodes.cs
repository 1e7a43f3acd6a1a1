using System.Collections.Frozen;

namespace Anchor.Stellar;

/// <summary>The words Horizon uses for result codes, which are not always the protocol's own (<c>internal/codes</c> of Horizon 28).</summary>
public static class HorizonCodes
{
    private const string Success = "op_success";

    private static readonly FrozenDictionary<TransactionResultCode, string> TransactionTexts = new Dictionary<
        TransactionResultCode,
        string
    >
    {
        [TransactionResultCode.FeeBumpInnerSuccess] = "tx_fee_bump_inner_success",
        [TransactionResultCode.Success] = "tx_success",
        [TransactionResultCode.Failed] = "tx_failed",
        [TransactionResultCode.TooEarly] = "tx_too_early",
        [TransactionResultCode.TooLate] = "tx_too_late",
        [TransactionResultCode.MissingOperation] = "tx_missing_operation",
        [TransactionResultCode.BadSequence] = "tx_bad_seq",
        [TransactionResultCode.BadAuth] = "tx_bad_auth",
        [TransactionResultCode.InsufficientBalance] = "tx_insufficient_balance",
        [TransactionResultCode.NoAccount] = "tx_no_source_account",
        [TransactionResultCode.InsufficientFee] = "tx_insufficient_fee",
        [TransactionResultCode.BadAuthExtra] = "tx_bad_auth_extra",
        [TransactionResultCode.InternalError] = "tx_internal_error",
        [TransactionResultCode.NotSupported] = "tx_not_supported",
        [TransactionResultCode.FeeBumpInnerFailed] = "tx_fee_bump_inner_failed",
        [TransactionResultCode.BadSponsorship] = "tx_bad_sponsorship",
        [TransactionResultCode.BadMinSequenceAgeOrGap] = "tx_bad_minseq_age_or_gap",
        [TransactionResultCode.Malformed] = "tx_malformed",
        [TransactionResultCode.SorobanInvalid] = "tx_soroban_invalid",
        [TransactionResultCode.FrozenKeyAccessed] = "tx_frozen_key_accessed",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, TransactionResultCode> TransactionCodes =
        TransactionTexts.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    private static readonly FrozenDictionary<OperationResultCode, string> NotTriedTexts = new Dictionary<
        OperationResultCode,
        string
    >
    {
        [OperationResultCode.BadAuth] = "op_bad_auth",
        [OperationResultCode.NoAccount] = "op_no_source_account",
        [OperationResultCode.NotSupported] = "op_not_supported",
        [OperationResultCode.TooManySubentries] = "op_too_many_subentries",
        [OperationResultCode.ExceededWorkLimit] = "op_exceeded_work_limit",
        [OperationResultCode.TooManySponsoring] = "op_too_many_sponsoring",
    }.ToFrozenDictionary();

    /// <summary>The text of a transaction's code, as in <c>extras.result_codes.transaction</c>.</summary>
    public static string Text(TransactionResultCode code) =>
        TransactionTexts.TryGetValue(code, out var text) ? text : $"tx_unknown_{-(int)code}";

    /// <summary>The code a text stands for, or null for a text that is not known.</summary>
    public static TransactionResultCode? ParseTransactionCode(string? text) =>
        text is not null && TransactionCodes.TryGetValue(text, out var code) ? code : null;

    /// <summary>The text of an operation's result, as in <c>extras.result_codes.operations</c>.</summary>
    public static string Text(OperationResult result)
    {
        if (result.Code != OperationResultCode.Inner)
        {
            return NotTriedTexts.TryGetValue(result.Code, out var text) ? text : $"op_unknown_{-(int)result.Code}";
        }

        if (result.InnerCode == 0)
        {
            return Success;
        }

        var texts = OperationTexts.Failures(result.Type);
        var index = -result.InnerCode - 1;
        return index < texts.Length ? texts[index] : $"op_unknown_{-result.InnerCode}";
    }

    /// <summary>The result that Horizon's word for an operation of this type stands for, or null for a word that is not known. What a success carried is not in the word.</summary>
    public static (OperationResultCode Code, int InnerCode)? ParseOperationCode(OperationType type, string? text)
    {
        if (text == Success)
        {
            return (OperationResultCode.Inner, 0);
        }

        foreach (var (code, known) in NotTriedTexts)
        {
            if (known == text)
            {
                return (code, 0);
            }
        }

        var index = OperationTexts.Failures(type).IndexOf(text);
        return index < 0 ? null : (OperationResultCode.Inner, -index - 1);
    }
}
