using System.Collections.Immutable;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>Whether a transaction may be in the next ledger: core's checks in core's order.</summary>
/// <param name="Ledger">The state to judge by.</param>
/// <param name="Closing">The ledger it would be in; its close time decides time bounds, its base fee the least fee.</param>
internal readonly record struct TransactionRules(ILedgerReader Ledger, LedgerHeader Closing)
{
    /// <summary>The refusal, or null for a valid transaction.</summary>
    /// <param name="frame">The transaction.</param>
    /// <param name="last">The sequence that counts as the source's last, if not the ledger's.</param>
    /// <param name="charge">False once the fee has been taken.</param>
    public TransactionResult? Check(TransactionFrame frame, long? last = null, bool charge = true)
    {
        if (frame.FeeBump is not { } bump)
        {
            return CheckTransaction(frame, last, charge);
        }

        return (charge ? CheckFeeBump(frame, bump) : null) ?? Wrap(frame, CheckTransaction(frame, last, false));
    }

    /// <summary>An inner transaction's refusal as its fee bump reports it.</summary>
    public static TransactionResult? Wrap(TransactionFrame frame, TransactionResult? inner) =>
        inner is null || frame.FeeBump is null
            ? inner
            : new TransactionResult(inner.FeeCharged, TransactionResultCode.FeeBumpInnerFailed, [])
            {
                Inner = new InnerTransactionResult(frame.InnerHash, inner with { FeeCharged = 0 }),
            };

    private TransactionResult? CheckFeeBump(TransactionFrame frame, FeeBumpTransaction bump)
    {
        var least = LeastFee(frame);
        var inner = frame.Transaction;
        // CAP-15: the bump bids at least the inner's rate, compared without rounding.
        var outbids = (Int128)bump.Fee * inner.Operations.Length >= (Int128)inner.Fee * frame.FeeOperations;
        if (bump.Fee < least || !outbids)
        {
            return Refuse(TransactionResultCode.InsufficientFee, least);
        }

        if (Ledger.FindAccount(frame.FeeSource) is not { } payer)
        {
            return Refuse(TransactionResultCode.NoAccount, least);
        }

        var signatures = new SignatureChecker(frame.FeeSignatures!);
        if (!signatures.Satisfies(payer, ThresholdLevel.Low))
        {
            return Refuse(TransactionResultCode.BadAuth, least);
        }

        if (payer.Available(Closing.BaseReserve) < bump.Fee)
        {
            return Refuse(TransactionResultCode.InsufficientBalance, least);
        }

        return signatures.AllUsed ? null : Refuse(TransactionResultCode.BadAuthExtra, least);
    }

    private TransactionResult? CheckTransaction(TransactionFrame frame, long? last, bool charge)
    {
        var transaction = frame.Transaction;
        var least = LeastFee(frame);
        if (CheckBefore(transaction) is { } early)
        {
            return Refuse(early, least);
        }

        if (charge && transaction.Fee < least)
        {
            return Refuse(TransactionResultCode.InsufficientFee, least);
        }

        if (Ledger.FindAccount(frame.Source) is not { } source)
        {
            return Refuse(TransactionResultCode.NoAccount, least);
        }

        if (CheckSequence(transaction, source, last ?? source.Sequence) is { } sequence)
        {
            return Refuse(sequence, least);
        }

        var signatures = new SignatureChecker(frame.Signatures);
        if (
            !signatures.Satisfies(source, ThresholdLevel.Low)
            || !signatures.SatisfiesAll(transaction.Preconditions.ExtraSigners)
        )
        {
            return Refuse(TransactionResultCode.BadAuth, least);
        }

        if (charge && source.Available(Closing.BaseReserve) < transaction.Fee)
        {
            return Refuse(TransactionResultCode.InsufficientBalance, least);
        }

        for (var i = 0; i < transaction.Operations.Length; i++)
        {
            if (CheckOperation(frame, signatures, transaction.Operations[i]) is { } failure)
            {
                return new TransactionResult(least, TransactionResultCode.Failed, Results(frame, i, failure));
            }
        }

        return signatures.AllUsed ? null : Refuse(TransactionResultCode.BadAuthExtra, least);
    }

    private TransactionResultCode? CheckBefore(Transaction transaction)
    {
        var conditions = transaction.Preconditions;
        if (transaction.Operations.IsEmpty)
        {
            return TransactionResultCode.MissingOperation;
        }

        if (conditions.ExtraSigners is [var first, var second] && first == second)
        {
            return TransactionResultCode.Malformed;
        }

        var now = (ulong)Closing.CloseTime;
        if (now < conditions.TimeBounds?.MinTime || Closing.Sequence < conditions.LedgerBounds?.MinLedger)
        {
            return TransactionResultCode.TooEarly;
        }

        return
            conditions.TimeBounds is { MaxTime: > 0 and var maxTime } && now > maxTime
            || conditions.LedgerBounds is { MaxLedger: > 0 and var maxLedger } && Closing.Sequence >= maxLedger
            ? TransactionResultCode.TooLate
            : null;
    }

    private TransactionResultCode? CheckSequence(Transaction transaction, AccountEntry source, long last)
    {
        var conditions = transaction.Preconditions;
        var fits = conditions.MinSequence is { } least
            ? last >= least && last < transaction.Sequence
            : last < long.MaxValue && transaction.Sequence == last + 1;
        // A sequence of this very ledger could be used again after the account is merged and made anew.
        if (!fits || transaction.Sequence == (long)Closing.Sequence << 32)
        {
            return TransactionResultCode.BadSequence;
        }

        var age = (ulong)Math.Max(0, Closing.CloseTime - source.SequenceTime);
        return
            age < conditions.MinSequenceAge
            || Closing.Sequence - source.SequenceLedger < conditions.MinSequenceLedgerGap
            ? TransactionResultCode.BadMinSequenceAgeOrGap
            : null;
    }

    private OperationResult? CheckOperation(TransactionFrame frame, SignatureChecker signatures, Operation operation)
    {
        var source = frame.SourceOf(operation);
        var signed = Ledger.FindAccount(source) is { } account
            ? signatures.Satisfies(account, SignatureChecker.LevelOf(operation))
            : signatures.SatisfiesMissing(source);
        return signed ? OperationShape.Check(operation, source) : OperationResult.NotTried(OperationResultCode.BadAuth);
    }

    // Operations around the one at fault are reported as core leaves them: untouched, which reads as success.
    private static ImmutableArray<OperationResult> Results(TransactionFrame frame, int at, OperationResult failure)
    {
        var results = ImmutableArray.CreateBuilder<OperationResult>(frame.Operations.Length);
        for (var i = 0; i < frame.Operations.Length; i++)
        {
            results.Add(i == at ? failure : OperationResult.Success(OperationType.CreateAccount));
        }

        return results.MoveToImmutable();
    }

    private long LeastFee(TransactionFrame frame) => (long)Closing.BaseFee * frame.FeeOperations;

    private static TransactionResult Refuse(TransactionResultCode code, long fee) => new(fee, code, []);
}
