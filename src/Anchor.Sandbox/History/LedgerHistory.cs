using System.Collections.Concurrent;
using Anchor.Sandbox.Apply;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.History;

/// <summary>Everything that ever happened, indexed as Horizon's clients ask for it. What belongs to one ledger is added before that ledger is shown, so readers bound by a shown ledger never see half of one.</summary>
internal sealed class LedgerHistory
{
    private readonly ConcurrentDictionary<Hash256, TransactionRecord> _byHash = new();
    private readonly ConcurrentDictionary<AccountId, HistoryOf> _byAccount = new();

    public HistoryLog<LedgerRecord> Ledgers { get; } = new();

    public HistoryOf All { get; } = new();

    public HistoryOf? Of(AccountId account) => _byAccount.GetValueOrDefault(account);

    /// <summary>By the hash of a transaction, a fee bump or the transaction inside it.</summary>
    public TransactionRecord? Find(Hash256 hash) => _byHash.GetValueOrDefault(hash);

    public void Append(LedgerHeader ledger, IEnumerable<AppliedTransaction> transactions)
    {
        Ledgers.Append(new LedgerRecord(ledger));
        var order = 0;
        foreach (var applied in transactions)
        {
            Append(new TransactionRecord(ledger, ++order, applied));
        }
    }

    private void Append(TransactionRecord record)
    {
        _byHash[record.Frame.Hash] = record;
        _byHash[record.Frame.InnerHash] = record;
        All.Transactions.Append(record);
        foreach (var account in Participants.Of(record))
        {
            ForAccount(account).Transactions.Append(record);
        }

        foreach (var operation in record.Operations)
        {
            All.Append(operation);
            foreach (var account in Participants.Of(operation))
            {
                ForAccount(account).Append(operation);
            }
        }
    }

    private HistoryOf ForAccount(AccountId account) => _byAccount.GetOrAdd(account, static _ => new HistoryOf());
}

/// <summary>The history of one account, or of all.</summary>
internal sealed class HistoryOf
{
    public HistoryLog<TransactionRecord> Transactions { get; } = new();

    public HistoryLog<OperationRecord> Operations { get; } = new();

    public HistoryLog<OperationRecord> Payments { get; } = new();

    public void Append(OperationRecord operation)
    {
        Operations.Append(operation);
        if (operation.IsPayment)
        {
            Payments.Append(operation);
        }
    }
}
