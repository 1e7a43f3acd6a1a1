using Anchor.Sandbox.Apply;
using Anchor.Sandbox.History;
using Anchor.Sandbox.Ledger;
using Anchor.Sandbox.Storage;
using Anchor.Stellar;

namespace Anchor.Sandbox;

/// <summary>A Stellar network in one process: takes transactions, closes ledgers, keeps their history. Thread-safe, and deterministic given the clock and the order of submissions.</summary>
public sealed class SandboxNetwork : IDisposable
{
    private readonly Genesis _genesis;
    private readonly LedgerCloser _closer;
    private readonly LedgerFile? _file;
    private readonly Lock _closeGate = new();
    private readonly Lock _gate = new();
    private TransactionQueue _queue;
    private Chain _chain;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SandboxNetwork(SandboxOptions options)
    {
        Options = options;
        Network = new Network(options.Passphrase);
        _genesis = new Genesis(options, Network);
        _closer = new LedgerCloser(Market = new Market(_genesis.Root.Account, options.Rates));
        _file = options.LedgerFile is { } path ? LedgerFile.Open(path, options.Passphrase) : null;
        _queue = NewQueue();
        _chain = Chain.Open(_file, () => _genesis.Create(Now), Network);
        Faults.Changed = Pulse;
    }

    public SandboxOptions Options { get; }

    public Network Network { get; }

    public SandboxFaults Faults { get; } = new();

    /// <summary>The last closed ledger.</summary>
    public uint LatestLedger => Latest.Header.Sequence;

    /// <summary>The last closed ledger's hash: equal networks have equal ones.</summary>
    public Hash256 LatestHash => Latest.Header.Hash;

    /// <summary>When the last ledger closed.</summary>
    public DateTimeOffset LatestCloseTime => DateTimeOffset.FromUnixTimeSeconds(Latest.Header.CloseTime);

    /// <summary>Transactions that wait for a ledger.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>The account that gives away lumens.</summary>
    public AccountId Friendbot => _genesis.Friendbot.Account;

    internal Market Market { get; }

    internal LedgerHistory History => Volatile.Read(ref _chain).History;

    internal LedgerState Latest => Volatile.Read(ref _chain).Latest;

    /// <summary>What Horizon shows: under a lag, an older ledger.</summary>
    internal LedgerState Visible => Volatile.Read(ref _chain).Lagging(Faults.Conditions.IngestionLag);

    /// <summary>Where Horizon reads accounts.</summary>
    internal LedgerState VisibleAccounts => Faults.Conditions.AccountsRunAhead ? Latest : Visible;

    /// <summary>Another object after every reset: what was begun before is over.</summary>
    internal object Incarnation => Volatile.Read(ref _chain);

    /// <summary>Completes when there is something new to see. Take it before looking.</summary>
    internal Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>The network's clock, wrong by as much as it was told to be.</summary>
    internal DateTimeOffset Now => Options.Time.GetUtcNow().AddSeconds(Faults.Conditions.ClockSkewSeconds);

    /// <summary>Offers a transaction for the next ledger.</summary>
    public Submission Submit(TransactionEnvelope envelope) =>
        Submit(TransactionFrame.Create(envelope.ToXdr(), envelope, Network));

    /// <summary>Closes a ledger with what waits; durable when this returns.</summary>
    /// <returns>Its sequence.</returns>
    public uint CloseLedger()
    {
        lock (_closeGate)
        {
            List<TransactionFrame> next;
            lock (_gate)
            {
                next = _queue.Take(Options.MaxTransactionSetSize);
            }

            var last = _chain.Latest;
            var closed = _closer.Close(last, next, NextHeader(last.Header));
            _file?.Append(closed);
            lock (_gate)
            {
                _chain.Append(closed);
                _queue.Complete();
            }

            Pulse();
            return closed.State.Header.Sequence;
        }
    }

    /// <summary>Creates accounts out of friendbot's lumens and closes the ledger that does so.</summary>
    /// <returns>The funding transactions' hashes.</returns>
    public IReadOnlyList<Hash256> Fund(params ReadOnlySpan<AccountId> accounts)
    {
        var hashes = new List<Hash256>(accounts.Length);
        foreach (var account in accounts)
        {
            hashes.Add(QueueFunding(account));
        }

        CloseLedger();
        return hashes;
    }

    /// <summary>Begins anew at ledger 1, as a test network does every quarter.</summary>
    public void Reset()
    {
        lock (_closeGate)
        {
            _file?.Clear();
            var chain = Chain.Open(_file, () => _genesis.Create(Now), Network);
            lock (_gate)
            {
                _queue = NewQueue();
                Volatile.Write(ref _chain, chain);
            }

            Pulse();
        }
    }

    /// <summary>A transaction of a closed ledger by its hash, or by the hash of what a fee bump wraps; null if there is none.</summary>
    public SandboxTransaction? FindTransaction(Hash256 hash) => History.Find(hash) is { } record ? Show(record) : null;

    /// <summary>All transactions of closed ledgers in which an account took part, oldest first.</summary>
    public IEnumerable<SandboxTransaction> TransactionsOf(AccountId account) =>
        (History.Of(account)?.Transactions.After(0, long.MaxValue) ?? []).Select(Show);

    /// <summary>What an account holds of an asset, in stroops; null without account or trust line.</summary>
    public long? BalanceOf(AccountId account, Asset asset)
    {
        var entry = Latest.FindAccount(account);
        return asset is CreditAsset credit ? entry?.FindTrustLine(credit)?.Balance : entry?.Balance;
    }

    /// <summary>An account's sequence; null if there is no such account.</summary>
    public long? SequenceOf(AccountId account) => Latest.FindAccount(account)?.Sequence;

    public void Dispose()
    {
        lock (_closeGate)
        {
            _file?.Dispose();
            _genesis.Dispose();
        }
    }

    internal Submission Submit(TransactionFrame frame)
    {
        var state = Latest;
        lock (_gate)
        {
            if (_queue.Answer(frame) is { } answer)
            {
                return answer;
            }
        }

        // Signatures are verified here, outside the lock, and never again.
        var refusal = Judge(frame, state);
        lock (_gate)
        {
            if (_queue.Answer(frame) is { } answer)
            {
                return answer;
            }

            if (Latest != state)
            {
                refusal = Judge(frame, Latest);
            }

            if (refusal is not null)
            {
                return new Submission(frame.Hash, SubmissionStatus.Error, refusal);
            }

            if (!_queue.HasRoom(frame))
            {
                return new Submission(frame.Hash, SubmissionStatus.TryAgainLater);
            }

            _queue.Add(frame);
            return new Submission(frame.Hash, SubmissionStatus.Pending);
        }
    }

    /// <summary>Queues a friendbot transaction. Unlike other accounts, friendbot may have many waiting, in order of their sequences.</summary>
    internal Hash256 QueueFunding(AccountId account)
    {
        var friendbot = _genesis.Friendbot;
        lock (_gate)
        {
            var last =
                _queue.WaitingFor(friendbot.Account)?.Transaction.Sequence ?? SequenceOf(friendbot.Account)!.Value;
            var transaction = new Transaction
            {
                Source = friendbot.Account,
                Fee = NextHeader(Latest.Header).BaseFee,
                Sequence = last + 1,
                Operations = [new CreateAccountOperation(account, Options.FriendbotBalance)],
            };
            var envelope = transaction.Sign(Network, friendbot);
            var frame = TransactionFrame.Create(envelope.ToXdr(), envelope, Network);
            _queue.Add(frame);
            return frame.Hash;
        }
    }

    /// <summary>Whether a transaction waits for a ledger.</summary>
    internal bool IsWaiting(Hash256 hash)
    {
        lock (_gate)
        {
            return _queue.Contains(hash);
        }
    }

    private static SandboxTransaction Show(TransactionRecord record) =>
        new(record.Frame.Hash, record.Ledger.Sequence, record.Frame.Envelope, record.Result);

    private TransactionResult? Judge(TransactionFrame frame, LedgerState state) =>
        new TransactionRules(state, NextHeader(state.Header)).Check(frame);

    private LedgerHeader NextHeader(LedgerHeader last) =>
        last with
        {
            Sequence = last.Sequence + 1,
            PreviousHash = last.Hash,
            CloseTime = Math.Max(last.CloseTime, Now.ToUnixTimeSeconds()),
            BaseFee = Faults.Conditions.SurgeFee ?? Options.BaseFee,
        };

    private TransactionQueue NewQueue() => new(4 * Options.MaxTransactionSetSize);

    private void Pulse() =>
        Interlocked
            .Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();
}
