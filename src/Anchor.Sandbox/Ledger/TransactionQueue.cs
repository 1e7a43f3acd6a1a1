using Anchor.Sandbox.Apply;
using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>Valid transactions that wait for a ledger: one for each source account. Not thread-safe.</summary>
internal sealed class TransactionQueue(int capacity)
{
    // CAP-15: what replaces a waiting transaction bids ten times its rate.
    private const int ReplacementFactor = 10;

    private readonly LinkedList<TransactionFrame> _order = new();
    private readonly Dictionary<AccountId, LinkedListNode<TransactionFrame>> _bySource = [];
    private readonly HashSet<Hash256> _hashes = [];
    private HashSet<TransactionFrame> _taken = [];
    private int _operations;

    public int Count => _order.Count;

    public bool Contains(Hash256 hash) => _hashes.Contains(hash);

    public TransactionFrame? WaitingFor(AccountId source) => _bySource.GetValueOrDefault(source)?.Value;

    public bool HasRoom(TransactionFrame frame) => _operations + frame.FeeOperations <= capacity;

    /// <summary>What the queue itself has to say to a submission; null if it depends on the ledger.</summary>
    public Submission? Answer(TransactionFrame frame)
    {
        if (Contains(frame.Hash))
        {
            return new Submission(frame.Hash, SubmissionStatus.Duplicate);
        }

        if (WaitingFor(frame.Source) is not { } waiting)
        {
            return null;
        }

        var replaces = frame.FeeBump is not null && frame.Transaction.Sequence == waiting.Transaction.Sequence;
        if (!replaces || _taken.Contains(waiting))
        {
            return new Submission(frame.Hash, SubmissionStatus.TryAgainLater);
        }

        var bid = (Int128)frame.MaxFee * waiting.FeeOperations;
        var least = (Int128)waiting.MaxFee * ReplacementFactor * frame.FeeOperations;
        return bid >= least
            ? null
            : new Submission(
                frame.Hash,
                SubmissionStatus.Error,
                new TransactionResult(
                    (long)((least + waiting.FeeOperations - 1) / waiting.FeeOperations),
                    TransactionResultCode.InsufficientFee,
                    []
                )
            );
    }

    /// <summary>Adds a transaction, in place of the one that its source has waiting if that is the same with a lower fee.</summary>
    public void Add(TransactionFrame frame)
    {
        if (WaitingFor(frame.Source) is { } waiting && waiting.Transaction.Sequence == frame.Transaction.Sequence)
        {
            Remove(waiting);
        }

        _bySource[frame.Source] = _order.AddLast(frame);
        _operations += frame.FeeOperations;
        _hashes.Add(frame.Hash);
        _hashes.Add(frame.InnerHash);
    }

    private void Remove(TransactionFrame frame)
    {
        if (!_order.Remove(frame))
        {
            return;
        }

        if (_bySource.TryGetValue(frame.Source, out var node) && node.Value == frame)
        {
            _bySource.Remove(frame.Source);
        }

        _operations -= frame.FeeOperations;
        _hashes.Remove(frame.Hash);
        _hashes.Remove(frame.InnerHash);
    }

    /// <summary>The first transactions that fit into one ledger. Until <see cref="Complete"/> they stay, and are not replaced.</summary>
    public List<TransactionFrame> Take(int maxOperations)
    {
        var next = new List<TransactionFrame>();
        foreach (var frame in _order)
        {
            maxOperations -= frame.FeeOperations;
            if (maxOperations < 0)
            {
                break;
            }

            next.Add(frame);
        }

        _taken = [.. next];
        return next;
    }

    /// <summary>The ledger with the transactions taken is closed.</summary>
    public void Complete()
    {
        foreach (var frame in _taken)
        {
            Remove(frame);
        }

        _taken = [];
    }
}
