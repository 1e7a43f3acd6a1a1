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
    private int _operations;

    public int Count => _order.Count;

    public bool Contains(Hash256 hash) => _hashes.Contains(hash);

    public TransactionFrame? WaitingFor(AccountId source) => _bySource.GetValueOrDefault(source)?.Value;

    public bool HasRoom(TransactionFrame frame) => _operations + frame.FeeOperations <= capacity;

    /// <summary>Whether the frame may take the place of the one that its source has waiting.</summary>
    public static bool IsSameWithMoreFee(TransactionFrame frame, TransactionFrame waiting) =>
        (Int128)frame.MaxFee * waiting.FeeOperations
        >= (Int128)waiting.MaxFee * ReplacementFactor * frame.FeeOperations;

    public void Add(TransactionFrame frame)
    {
        _bySource[frame.Source] = _order.AddLast(frame);
        _operations += frame.FeeOperations;
        _hashes.Add(frame.Hash);
        _hashes.Add(frame.InnerHash);
    }

    public void Remove(TransactionFrame frame)
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

    /// <summary>The first transactions that fit into one ledger. They stay until they are removed.</summary>
    public List<TransactionFrame> Next(int maxOperations)
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

        return next;
    }
}
