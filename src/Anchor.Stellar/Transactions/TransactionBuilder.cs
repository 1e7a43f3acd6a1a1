using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>Puts a transaction together and refuses what no network would accept: no operations, too many, a fee beyond its field.</summary>
/// <param name="source">Whose sequence is used, and who pays.</param>
/// <param name="sequence">The source's sequence plus one.</param>
/// <param name="feePerOperation">The bid for each operation, in stroops.</param>
public sealed class TransactionBuilder(MuxedAccount source, long sequence, uint feePerOperation)
{
    /// <summary>The least a network takes for an operation.</summary>
    public const uint MinimumFee = 100;

    private readonly ImmutableArray<Operation>.Builder _operations = ImmutableArray.CreateBuilder<Operation>();
    private Preconditions _preconditions = Preconditions.None;
    private Memo _memo = Memo.None;

    public TransactionBuilder Add(Operation operation)
    {
        _operations.Add(operation);
        return this;
    }

    public TransactionBuilder AddRange(IEnumerable<Operation> operations)
    {
        _operations.AddRange(operations);
        return this;
    }

    public TransactionBuilder WithMemo(Memo memo)
    {
        _memo = memo;
        return this;
    }

    /// <summary>Sets the time after which the transaction can never apply: the ground on which a payment may be built anew.</summary>
    public TransactionBuilder ValidUntil(DateTimeOffset maxTime) => With(Preconditions.Until(maxTime));

    public TransactionBuilder With(Preconditions preconditions)
    {
        _preconditions = preconditions;
        return this;
    }

    public Transaction Build()
    {
        if (_operations.Count is 0 or > Transaction.MaxOperations)
        {
            throw new InvalidOperationException($"A transaction has 1 to {Transaction.MaxOperations} operations.");
        }

        return new Transaction
        {
            Source = source,
            Sequence = sequence,
            Fee = checked(feePerOperation * (uint)_operations.Count),
            Preconditions = _preconditions,
            Memo = _memo,
            Operations = _operations.ToImmutable(),
        };
    }
}
