using Anchor.Sandbox.History;
using Anchor.Sandbox.Ledger;
using Anchor.Stellar;

namespace Anchor.Sandbox.Apply;

/// <summary>What one transaction's operations share: who sponsors whom, and what they did.</summary>
internal sealed class TransactionContext(TransactionFrame frame, LedgerHeader closing, Market market)
{
    public TransactionFrame Frame => frame;

    /// <summary>The ledger that is being closed: its sequence and close time.</summary>
    public LedgerHeader Closing => closing;

    public Market Market => market;

    /// <summary>Open sponsorships: who is sponsored, and by whom.</summary>
    public Dictionary<AccountId, AccountId> Sponsors { get; } = [];

    public List<Effect> Effects { get; } = [];
}

/// <summary>One operation at work on the ledger.</summary>
internal sealed class OperationContext(TransactionContext transaction, LedgerChanges changes, int index)
{
    public TransactionContext Transaction => transaction;

    public LedgerChanges Changes => changes;

    public int Index => index;

    public LedgerHeader Closing => transaction.Closing;

    public AccountId Source { get; } = transaction.Frame.SourceOf(transaction.Frame.Operations[index]);

    public AccountEntry SourceAccount => changes.Account(Source);

    public List<Effect> Effects { get; } = [];

    /// <summary>Stores a changed account and marks it as changed in this ledger.</summary>
    public void Put(AccountEntry account) => changes.Put(account.ChangedIn(Closing));

    /// <summary>Stores an account of which only this trust line changed.</summary>
    public void Put(AccountEntry account, TrustLine line) =>
        changes.Put(account.With(line with { LastModifiedLedger = Closing.Sequence }));

    public void Did(string type, AccountId account, Asset? asset = null, long? amount = null) =>
        Effects.Add(new Effect(index, type, account, asset, amount));

    public void DidSet(string type, AccountId account, string field, string value) =>
        Effects.Add(new Effect(index, type, account, Field: field, Value: value));
}
