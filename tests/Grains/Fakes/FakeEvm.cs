using System.Collections.Immutable;
using Anchor.Domain.Workers;
using Anchor.Grains.Ports;

namespace Anchor.Grains.Tests.Fakes;

/// <summary>A chain with one account: a block every few seconds, final after three, and a memory that forgets what waits.</summary>
internal sealed class FakeEvm(TimeProvider time, string account = FakeEvm.Account) : IWorkerLedger
{
    public const string Account = "1337/0x00000000000000000000000000000000000000aa";
    public const int Confirmations = 3;
    public static readonly TimeSpan BlockTime = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (WorkerOrder Order, long Nonce)> _signed = [];
    private readonly HashSet<string> _waiting = [];
    private readonly List<(string OrderId, string Hash, DateTimeOffset At, string? Fault)> _mined = [];
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private int _signatures;

    public ImmutableArray<string> Accounts { get; } = [account];

    /// <summary>What the contracts would say to the order's call now: null, or why they refuse it.</summary>
    public Func<WorkerOrder, string?> Check { get; init; } = static _ => null;

    /// <summary>What the order's transaction does in its block: null, or why it reverts.</summary>
    public Func<WorkerOrder, string?> Execute { get; init; } = static _ => null;

    /// <summary>In wei; with nothing the account signs nothing.</summary>
    public string Balance { get; set; } = "1000000";

    /// <summary>What applied, by nonce.</summary>
    public ImmutableArray<string> Applied
    {
        get
        {
            lock (_gate)
            {
                MineDue();
                return [.. _mined.Select(mined => mined.OrderId)];
            }
        }
    }

    private long Height => (long)((time.GetUtcNow() - _start) / BlockTime);

    /// <summary>What waits is forgotten, as when a node restarts.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _waiting.Clear();
        }
    }

    public Task<WorkerPrepared> PrepareAsync(
        WorkerOrder order,
        long? nextNonce,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            MineDue();
            if (Balance == "0")
            {
                return Task.FromResult<WorkerPrepared>(new WorkerPrepared.CannotPay("It has no coin."));
            }

            if (Check(order) is { } refusal)
            {
                return Task.FromResult<WorkerPrepared>(new WorkerPrepared.WouldFail(refusal));
            }

            var nonce = order.FillsNonce ?? Math.Max(nextNonce ?? 0, _mined.Count);
            return Task.FromResult<WorkerPrepared>(new WorkerPrepared.Ready(nonce, Sign(order, nonce, "100", "10")));
        }
    }

    public Task<WorkerSight> LookAsync(
        string account,
        ImmutableArray<WorkerTransaction> inFlight,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
        {
            MineDue();
            return Task.FromResult(new WorkerSight(Height, _mined.Count, Balance, [.. inFlight.Select(StandingOf)]));
        }
    }

    public Task<string?> SendAsync(string account, string raw, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_signed[raw].Nonce >= _mined.Count)
            {
                _waiting.Add(raw);
            }

            return Task.FromResult<string?>(null);
        }
    }

    public Task<WorkerAttempt?> ReplaceAsync(WorkerTransaction transaction, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var last = transaction.Attempts[^1];
            var fee = FeeRules.LeastReplacing(FeeRules.Wei(last.MaxFee)).ToString();
            var tip = FeeRules.LeastReplacing(FeeRules.Wei(last.Tip!)).ToString();
            return Task.FromResult<WorkerAttempt?>(Sign(transaction.Order, transaction.Nonce!.Value, fee, tip));
        }
    }

    /// <summary>Makes the blocks that are due.</summary>
    public void Mine()
    {
        lock (_gate)
        {
            MineDue();
        }
    }

    private WorkerAttempt Sign(WorkerOrder order, long nonce, string fee, string tip)
    {
        var hash = $"{account}#{++_signatures}";
        _signed[hash] = (order, nonce);
        return new WorkerAttempt(hash, hash, 21_000, fee, tip, time.GetUtcNow());
    }

    private Standing StandingOf(WorkerTransaction transaction)
    {
        if (transaction.Nonce >= _mined.Count)
        {
            return _waiting.Contains(transaction.Attempts[^1].Hash) ? new Standing.Waiting() : new Standing.Unknown();
        }

        var (_, hash, at, fault) = _mined[(int)transaction.Nonce!.Value];
        var isFinal = time.GetUtcNow() - at >= BlockTime * Confirmations;
        if (transaction.Attempts.All(attempt => attempt.Hash != hash))
        {
            return isFinal ? new Standing.Missing() : new Standing.Waiting();
        }

        return isFinal
            ? new Standing.Final(new WorkerEnd(hash, Height, 21_000, "2100000", fault is null, fault))
            : new Standing.Mined(hash, Height);
    }

    /// <summary>What is next in line and was handed over before the last block.</summary>
    private void MineDue()
    {
        while (
            _waiting.FirstOrDefault(hash => _signed[hash].Nonce == _mined.Count) is { } next
            && (_mined.Count == 0 || time.GetUtcNow() - _mined[^1].At >= BlockTime)
        )
        {
            _waiting.RemoveWhere(hash => _signed[hash].Nonce == _mined.Count);
            var order = _signed[next].Order;
            _mined.Add((order.OrderId, next, time.GetUtcNow(), Execute(order)));
        }
    }
}
