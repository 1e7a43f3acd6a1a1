using System.Collections.Immutable;
using Anchor.Sandbox.Apply;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.History;

/// <summary>A closed ledger in the history.</summary>
internal sealed record LedgerRecord(LedgerHeader Header) : IHistoryRecord
{
    public long Id => Header.PagingToken;
}

/// <summary>A transaction in the history.</summary>
internal sealed class TransactionRecord : IHistoryRecord
{
    public TransactionRecord(LedgerHeader ledger, int order, AppliedTransaction applied)
    {
        Ledger = ledger;
        Id = ledger.PagingToken | ((long)order << 12);
        Frame = applied.Frame;
        Result = applied.Result;
        Effects = applied.Effects;
        Operations = [.. Frame.Operations.Select((_, i) => new OperationRecord(this, i))];
    }

    public long Id { get; }

    public LedgerHeader Ledger { get; }

    public TransactionFrame Frame { get; }

    public TransactionResult Result { get; }

    public ImmutableArray<Effect> Effects { get; }

    public ImmutableArray<OperationRecord> Operations { get; }
}

/// <summary>An operation in the history.</summary>
internal sealed class OperationRecord(TransactionRecord transaction, int index) : IHistoryRecord
{
    public TransactionRecord Transaction => transaction;

    public int Index => index;

    public long Id => transaction.Id + index + 1;

    public Operation Operation => transaction.Frame.Operations[index];

    public bool IsSuccess => transaction.Result.IsSuccess;

    /// <summary>Whether Horizon lists it among payments.</summary>
    public bool IsPayment =>
        Operation
            is CreateAccountOperation
                or PaymentOperation
                or PathPaymentStrictReceiveOperation
                or PathPaymentStrictSendOperation
                or AccountMergeOperation;

    /// <summary>Null if the transaction failed before its operations were tried.</summary>
    public OperationResult? Result
    {
        get
        {
            var results = transaction.Result.EffectiveOperations;
            return index < results.Length ? results[index] : null;
        }
    }
}
