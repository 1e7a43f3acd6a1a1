using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>Changes over a ledger or over other changes. They are kept by merging them down, and undone by forgetting them.</summary>
internal sealed class LedgerChanges(ILedgerReader below) : ILedgerReader
{
    private readonly Dictionary<AccountId, AccountEntry?> _accounts = [];
    private readonly Dictionary<ClaimableBalanceId, ClaimableBalanceEntry?> _balances = [];

    /// <summary>Changed accounts; null for a removed one.</summary>
    public IReadOnlyDictionary<AccountId, AccountEntry?> Accounts => _accounts;

    /// <summary>Changed claimable balances; null for a removed one.</summary>
    public IReadOnlyDictionary<ClaimableBalanceId, ClaimableBalanceEntry?> Balances => _balances;

    public AccountEntry? FindAccount(AccountId id) =>
        _accounts.TryGetValue(id, out var entry) ? entry : below.FindAccount(id);

    public ClaimableBalanceEntry? FindBalance(ClaimableBalanceId id) =>
        _balances.TryGetValue(id, out var entry) ? entry : below.FindBalance(id);

    /// <summary>An account that is known to exist.</summary>
    public AccountEntry Account(AccountId id) =>
        FindAccount(id) ?? throw new InvalidOperationException($"Account {id} is not in the ledger.");

    public void Put(AccountEntry entry) => _accounts[entry.Id] = entry;

    public void Put(ClaimableBalanceEntry entry) => _balances[entry.Id] = entry;

    public void Remove(AccountId id) => _accounts[id] = null;

    public void Remove(ClaimableBalanceId id) => _balances[id] = null;

    public void MergeInto(LedgerChanges target)
    {
        foreach (var (id, entry) in _accounts)
        {
            target._accounts[id] = entry;
        }

        foreach (var (id, entry) in _balances)
        {
            target._balances[id] = entry;
        }
    }
}
