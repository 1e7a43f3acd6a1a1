using Anchor.Domain.Transactions;
using Anchor.Stellar;

namespace Anchor.Silo.Drill;

/// <summary>How far the users' side of an order has come. Written by its own wallet, read by everyone.</summary>
internal sealed class DrillJob(DrillOrder order)
{
    private readonly Lock _gate = new();
    private readonly List<DrillTry> _tries = [];

    public DrillOrder Order { get; } = order;

    /// <summary>Every transaction that the anchor started for it: lost answers make more than one.</summary>
    public IReadOnlyList<DrillTry> Tries
    {
        get
        {
            lock (_gate)
            {
                return [.. _tries];
            }
        }
    }

    /// <summary>The try whose pages were finished; null before.</summary>
    public DrillTry? Submitted { get; private set; }

    /// <summary>What a withdrawal is paid with.</summary>
    public Memo? Memo { get; set; }

    /// <summary>A withdrawal's payment on the ledger.</summary>
    public string? PaymentHash { get; set; }

    /// <summary>The transaction as the wallet saw it last.</summary>
    public Wallet.WalletTransaction? Seen { get; set; }

    public bool IsCompleted => Seen?.Status == "completed";

    public bool IsStarted => Submitted is not null;

    public DrillTry Begin(string transactionId)
    {
        lock (_gate)
        {
            var next = new DrillTry(transactionId, _tries.Count, Order.AmountOf(_tries.Count));
            _tries.Add(next);
            return next;
        }
    }

    public void Submit(DrillTry submitted) => Submitted = submitted;

    public override string ToString() =>
        $"{Order.Kind.WireName()} {Order.Number} ({Submitted?.TransactionId ?? "not started"})";
}

/// <summary>One transaction at the anchor.</summary>
/// <param name="Amount">Stroops that the user said.</param>
internal sealed record DrillTry(string TransactionId, int Attempt, long Amount);
