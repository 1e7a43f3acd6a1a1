using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using Anchor.Grains.Ports;
using Orleans.Embedded.Reminders;

namespace Anchor.Simulation.Stores;

/// <summary>A state and the version of its row.</summary>
internal sealed record Row<T>(T State, long Version);

/// <summary>The rows of one kind, in the order of their keys.</summary>
internal sealed class Table<T>(string name)
    where T : class
{
    private readonly SortedDictionary<string, Row<T>> _rows = new(StringComparer.Ordinal);

    public string Name => name;

    public IReadOnlyDictionary<string, Row<T>> Rows => _rows;

    public Row<T>? Find(string key) => _rows.GetValueOrDefault(key);

    public void Put(string key, T state, long version) => _rows[key] = new Row<T>(state, version);

    public void Remove(string key) => _rows.Remove(key);
}

/// <summary>The database server: what outlives every process. Rows change only in <see cref="Writer"/>'s commits.</summary>
internal sealed class Database
{
    public Table<AnchorTransaction> Transactions { get; } = new("transactions");
    public Table<IncomingPayment> Payments { get; } = new("payments");
    public Table<Payout> Payouts { get; } = new("payouts");
    public Table<IngestState> Cursors { get; } = new("cursors");
    public Table<NetworkState> Networks { get; } = new("networks");

    /// <summary>Payments in the order in which the ledger has them.</summary>
    public SortedDictionary<string, string> PaymentOrder { get; } = new(StringComparer.Ordinal);

    public InMemoryReminderTable Reminders { get; } = new();

    /// <summary>False: a bug that was put in on purpose.</summary>
    public bool ChecksVersions { get; init; } = true;
}
