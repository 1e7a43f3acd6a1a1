using System.Collections.Immutable;
using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>Where entries are read from: a closed ledger, or changes on the way to the next.</summary>
internal interface ILedgerReader
{
    AccountEntry? FindAccount(AccountId id);

    ClaimableBalanceEntry? FindBalance(ClaimableBalanceId id);
}

/// <summary>One closed ledger. It never changes, so that readers need no lock and a lagging reader simply holds an older one.</summary>
internal sealed record LedgerState(
    LedgerHeader Header,
    ImmutableDictionary<AccountId, AccountEntry> Accounts,
    ImmutableDictionary<ClaimableBalanceId, ClaimableBalanceEntry> Balances
) : ILedgerReader
{
    public AccountEntry? FindAccount(AccountId id) => Accounts.GetValueOrDefault(id);

    public ClaimableBalanceEntry? FindBalance(ClaimableBalanceId id) => Balances.GetValueOrDefault(id);

    public LedgerState Next(LedgerHeader header, LedgerChanges changes)
    {
        var accounts = Accounts.ToBuilder();
        foreach (var (id, entry) in changes.Accounts)
        {
            Apply(accounts, id, entry);
        }

        var balances = Balances.ToBuilder();
        foreach (var (id, entry) in changes.Balances)
        {
            Apply(balances, id, entry);
        }

        return new LedgerState(header, accounts.ToImmutable(), balances.ToImmutable());
    }

    private static void Apply<TKey, TEntry>(ImmutableDictionary<TKey, TEntry>.Builder entries, TKey key, TEntry? entry)
        where TKey : notnull
        where TEntry : class
    {
        if (entry is null)
        {
            entries.Remove(key);
        }
        else
        {
            entries[key] = entry;
        }
    }
}
