using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Anchor.Sandbox.History;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>A transaction that is in a ledger, successful or not.</summary>
internal sealed record AppliedTransaction(
    TransactionFrame Frame,
    TransactionResult Result,
    ImmutableArray<Effect> Effects
);

/// <summary>A ledger as it was just closed.</summary>
/// <param name="State">What holds from now on.</param>
/// <param name="Changes">What changed.</param>
/// <param name="Transactions">In the order in which they applied.</param>
/// <param name="Dropped">Transactions that had become invalid while they waited; they leave no trace.</param>
internal sealed record ClosedLedger(
    LedgerState State,
    LedgerChanges Changes,
    ImmutableArray<AppliedTransaction> Transactions,
    ImmutableArray<TransactionFrame> Dropped
);

/// <summary>Makes the next ledger out of the last one and the waiting transactions. Pure: equal input gives an equal ledger.</summary>
internal sealed class LedgerCloser(Market market)
{
    public ClosedLedger Close(LedgerState last, IReadOnlyList<TransactionFrame> waiting, LedgerHeader closing)
    {
        var changes = new LedgerChanges(last);
        var (included, dropped) = Select(last, waiting, closing);
        var fees = included.ConvertAll(frame => ChargeFee(changes, frame, closing));
        var applied = ImmutableArray.CreateBuilder<AppliedTransaction>(included.Count);
        for (var i = 0; i < included.Count; i++)
        {
            applied.Add(Apply(changes, included[i], fees[i], closing));
        }

        var header = closing with
        {
            Hash = HashOf(closing, applied),
            FeePool = closing.FeePool + fees.Sum(),
            SuccessfulTransactions = applied.Count(t => t.Result.IsSuccess),
            FailedTransactions = applied.Count(t => !t.Result.IsSuccess),
            Operations = applied.Where(t => t.Result.IsSuccess).Sum(t => t.Frame.Operations.Length),
            TransactionSetOperations = applied.Sum(t => t.Frame.Operations.Length),
        };
        return new ClosedLedger(last.Next(header, changes), changes, applied.MoveToImmutable(), [.. dropped]);
    }

    private static (List<TransactionFrame> Included, List<TransactionFrame> Dropped) Select(
        LedgerState last,
        IReadOnlyList<TransactionFrame> waiting,
        LedgerHeader closing
    )
    {
        var rules = new TransactionRules(last, closing);
        var included = new List<TransactionFrame>(waiting.Count);
        var dropped = new List<TransactionFrame>();
        var sequences = new Dictionary<AccountId, long>();
        foreach (var frame in waiting)
        {
            var before = sequences.TryGetValue(frame.Source, out var sequence) ? sequence : (long?)null;
            if (rules.Check(frame, before) is null)
            {
                included.Add(frame);
                sequences[frame.Source] = frame.Transaction.Sequence;
            }
            else
            {
                dropped.Add(frame);
            }
        }

        return (included, dropped);
    }

    private static long ChargeFee(LedgerChanges changes, TransactionFrame frame, LedgerHeader closing)
    {
        var payer = changes.Account(frame.FeeSource);
        var fee = Math.Min(payer.Balance, Math.Min(frame.MaxFee, (long)closing.BaseFee * frame.FeeOperations));
        changes.Put((payer with { Balance = payer.Balance - fee }).ChangedIn(closing));
        return fee;
    }

    private AppliedTransaction Apply(LedgerChanges changes, TransactionFrame frame, long fee, LedgerHeader closing)
    {
        // Earlier transactions of this ledger may have merged the account or changed its signers.
        if (new TransactionRules(changes, closing).Check(frame, charge: false) is { } refusal)
        {
            var code = refusal.Inner?.Result.Code ?? refusal.Code;
            if (code is not (TransactionResultCode.NoAccount or TransactionResultCode.BadSequence))
            {
                TakeSequence(changes, frame, closing);
            }

            return new AppliedTransaction(frame, refusal with { FeeCharged = fee }, []);
        }

        TakeSequence(changes, frame, closing);
        RemoveOneTimeSigners(changes, frame, closing);
        var context = new TransactionContext(frame, closing, market);
        var working = new LedgerChanges(changes);
        var inner = ApplyOperations(context, working);
        if (inner.IsSuccess)
        {
            working.MergeInto(changes);
        }

        ImmutableArray<Effect> effects = inner.IsSuccess ? [.. context.Effects] : [];
        var result = frame.FeeBump is null
            ? inner with
            {
                FeeCharged = fee,
            }
            : new TransactionResult(
                fee,
                inner.IsSuccess ? TransactionResultCode.FeeBumpInnerSuccess : TransactionResultCode.FeeBumpInnerFailed,
                []
            )
            {
                Inner = new InnerTransactionResult(frame.InnerHash, inner),
            };
        return new AppliedTransaction(frame, result, effects);
    }

    // As in core, operations after a failed one are still tried, so that every one has a result of its own.
    private static TransactionResult ApplyOperations(TransactionContext context, LedgerChanges working)
    {
        var operations = context.Frame.Operations;
        var results = ImmutableArray.CreateBuilder<OperationResult>(operations.Length);
        for (var i = 0; i < operations.Length; i++)
        {
            var changes = new LedgerChanges(working);
            var operation = new OperationContext(context, changes, i);
            var result = OperationApplier.Apply(operation, operations[i]);
            if (result.IsSuccess)
            {
                changes.MergeInto(working);
                context.Effects.AddRange(operation.Effects);
            }

            results.Add(result);
        }

        if (!results.All(r => r.IsSuccess))
        {
            return new TransactionResult(0, TransactionResultCode.Failed, results.MoveToImmutable());
        }

        return context.Sponsors.Count > 0
            ? new TransactionResult(0, TransactionResultCode.BadSponsorship, [])
            : new TransactionResult(0, TransactionResultCode.Success, results.MoveToImmutable());
    }

    private static void TakeSequence(LedgerChanges changes, TransactionFrame frame, LedgerHeader closing) =>
        changes.Put(
            (
                changes.Account(frame.Source) with
                {
                    Sequence = frame.Transaction.Sequence,
                    SequenceLedger = closing.Sequence,
                    SequenceTime = closing.CloseTime,
                }
            ).ChangedIn(closing)
        );

    private static void RemoveOneTimeSigners(LedgerChanges changes, TransactionFrame frame, LedgerHeader closing)
    {
        var key = new PreAuthSignerKey(frame.InnerHash);
        foreach (var id in frame.Operations.Select(frame.SourceOf).Append(frame.Source).Distinct())
        {
            if (
                changes.FindAccount(id) is not { Signers.IsEmpty: false } account
                || account.FindSigner(key) is not { } signer
            )
            {
                continue;
            }

            if (signer.Sponsor is { } sponsor)
            {
                var payer = changes.Account(sponsor);
                changes.Put((payer with { NumSponsoring = payer.NumSponsoring - 1 }).ChangedIn(closing));
                account = changes.Account(id) with { NumSponsored = account.NumSponsored - 1 };
            }

            changes.Put(account.WithoutSigner(key).ChangedIn(closing));
        }
    }

    private static Hash256 HashOf(LedgerHeader closing, IEnumerable<AppliedTransaction> applied)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(numbers, closing.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(numbers[4..], closing.CloseTime);
        hash.AppendData(closing.PreviousHash.ToArray());
        hash.AppendData(numbers);
        foreach (var transaction in applied)
        {
            hash.AppendData(transaction.Frame.Hash.ToArray());
            hash.AppendData(Encoding.ASCII.GetBytes(transaction.Result.ToBase64()));
        }

        return new Hash256(hash.GetHashAndReset());
    }
}
