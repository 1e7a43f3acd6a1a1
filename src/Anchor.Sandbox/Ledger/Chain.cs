using System.Collections.Immutable;
using Anchor.Sandbox.Apply;
using Anchor.Sandbox.History;
using Anchor.Sandbox.Storage;
using Anchor.Stellar;

namespace Anchor.Sandbox.Ledger;

/// <summary>The closed ledgers: the history of all, and the last states, so that a reader can be shown an older one.</summary>
internal sealed class Chain
{
    /// <summary>How many ledgers a reader can lag.</summary>
    public const int MaxLag = 100;

    private ImmutableList<LedgerState> _states;

    private Chain(LedgerHistory history, LedgerState state)
    {
        History = history;
        _states = [state];
    }

    public LedgerHistory History { get; }

    public LedgerState Latest => Volatile.Read(ref _states)[^1];

    /// <summary>Continues what the file holds, or begins anew.</summary>
    public static Chain Open(LedgerFile? file, Func<LedgerState> genesis, Network network)
    {
        var history = new LedgerHistory();
        if (file?.LoadState() is { } state)
        {
            file.LoadHistory(history, network);
            return new Chain(history, state);
        }

        var first = genesis();
        var changes = new LedgerChanges(first);
        foreach (var account in first.Accounts.Values)
        {
            changes.Put(account);
        }

        file?.Append(new ClosedLedger(first, changes, [], []));
        history.Append(first.Header, []);
        return new Chain(history, first);
    }

    /// <summary>The state so many ledgers ago, or the oldest that is still held.</summary>
    public LedgerState Lagging(int ledgers)
    {
        var states = Volatile.Read(ref _states);
        return states[Math.Max(0, states.Count - 1 - Math.Clamp(ledgers, 0, MaxLag))];
    }

    public void Append(ClosedLedger ledger)
    {
        History.Append(ledger.State.Header, ledger.Transactions);
        var states = _states.Add(ledger.State);
        Volatile.Write(ref _states, states.Count > MaxLag + 1 ? states.RemoveAt(0) : states);
    }
}
